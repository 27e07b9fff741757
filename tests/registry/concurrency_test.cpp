// Many clients at once; run under ThreadSanitizer this shows that nothing is shared without a lock.

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "http_scene.h"

using namespace neargate;
using namespace neargate::registry;
using scene::Http;

TEST_CASE("clients that push the same layers at once all succeed, and the sweep takes nothing from them") {
  Http http;
  constexpr int clients = 6, layers = 12;
  std::atomic<int> refused = 0;
  std::atomic<bool> done = false;
  std::string const manifests = http.base + "manifests/";

  auto const push = [&](int client) {
    http.send("POST", http.base + "blobs/uploads/?digest=" + digest_of("config").text(), "config");
    for (int number = 0; number < layers; ++number) {
      std::string const layer = "layer " + std::to_string(number);  // the same of every client
      std::string const digest = digest_of(layer).text();
      std::string const location(http.send("POST", http.base + "blobs/uploads/").header("Location"));
      refused += http.send("PATCH", location, layer).status != 202;
      refused += http.send("PUT", location + "?digest=" + digest).status != 201;
      refused += http.send("HEAD", http.base + "blobs/" + digest).status != 200;
      std::string const manifest = scene::image_manifest("config", layer);
      std::string const tag = "client-" + std::to_string(client);
      refused +=
          http.send("PUT", manifests + tag, manifest, {{"Content-Type", scene::docker_manifest}}).status !=
          201;
      refused += http.get(manifests + tag).body != manifest;
      refused += http.content(http.get(http.base + "blobs/" + digest)) != layer;
    }
  };
  std::thread sweeper([&] {
    while (!done) http.world.registry.sweep();
  });
  std::vector<std::thread> threads;
  for (int client = 0; client < clients; ++client) threads.emplace_back(push, client);
  for (auto& thread : threads) thread.join();
  done = true;
  sweeper.join();
  CHECK(refused == 0);
  CHECK(http.json(http.get(http.base + "tags/list"))["tags"].size() == clients);
}
