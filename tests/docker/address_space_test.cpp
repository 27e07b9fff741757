#include "docker/address_space.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "docker/labels.h"
#include "docker/simulated_engine.h"

namespace docker = neargate::docker;
namespace domain = neargate::domain;
namespace label = neargate::docker::label;

namespace {

constexpr char const* heading =
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";

class RouteTable final {
 public:
  explicit RouteTable(std::string const& lines) {
    std::string path = (std::filesystem::temp_directory_path() / "neargate-routes-XXXXXX").string();
    REQUIRE(::mkdtemp(path.data()) != nullptr);
    folder_ = path;
    std::ofstream(file()) << heading << lines;
  }
  ~RouteTable() { std::filesystem::remove_all(folder_); }
  RouteTable(RouteTable const&) = delete;
  RouteTable& operator=(RouteTable const&) = delete;
  std::string file() const { return folder_ + "/route"; }

 private:
  std::string folder_;
};

struct World {
  domain::SystemClock clock;
  domain::Mint mint{11};
  docker::SimulatedEngine engine{clock, mint};
  RouteTable routes{
      "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
      "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"};

  docker::Outcome<docker::NetworkState> ensure(std::string const& instance,
                                               std::optional<std::string> const& stored = {}) {
    return docker::ensure_vpc_network(engine, instance, "/data/" + instance, stored, routes.file());
  }
  void take(std::string const& name, std::string const& cidr) {
    engine.create_network({name, cidr, "", {}}).value();
  }
};

}  // namespace

TEST_CASE("host routes are read, without the default route") {
  World const world;
  CHECK((docker::read_host_routes(world.routes.file()) ==
         std::vector<domain::Cidr>{*domain::Cidr::parse("192.0.2.0/24")}));
  CHECK(docker::read_host_routes("/nowhere/route").empty());
}

TEST_CASE("the preferred range comes first, then 172.31-18, then 10.231-250") {
  auto const candidates = docker::vpc_cidr_candidates(docker::default_vpc_cidr);
  CHECK(candidates.size() == 14 + 20);
  CHECK(candidates[0] == "172.31.0.0/16");
  CHECK(candidates[1] == "172.30.0.0/16");
  CHECK(candidates[13] == "172.18.0.0/16");
  CHECK(candidates[14] == "10.231.0.0/16");
  CHECK(candidates.back() == "10.250.0.0/16");
  CHECK(docker::vpc_cidr_candidates("10.0.0.0/16").size() == 1 + 14 + 20);
}

TEST_CASE("a range that overlaps a network or a route is passed over") {
  World world;
  auto const choose = [&world](std::string const& table) {
    return docker::choose_vpc_cidr(world.engine, docker::default_vpc_cidr, table).value();
  };
  CHECK(choose(world.routes.file()) == "172.31.0.0/16");
  world.take("a", "172.31.128.0/24");
  CHECK(choose(world.routes.file()) == "172.30.0.0/16");
  // 172.30.5.0/24, as a VPN leaves it.
  RouteTable const vpn("tun0\t00051EAC\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n");
  CHECK(choose(vpn.file()) == "172.29.0.0/16");
  // 172.16.0.0/12: all of the first choices.
  RouteTable const wide("tun0\t000010AC\t00000000\t0001\t0\t0\t0\t0000F0FF\t0\t0\t0\n");
  CHECK(choose(wide.file()) == "10.231.0.0/16");
  // 0.0.0.0/1 and 128.0.0.0/1, as a VPN that takes everything: nothing is left.
  RouteTable const everything(
      "tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0\n"
      "tun0\t00000080\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0\n");
  CHECK_FALSE(docker::choose_vpc_cidr(world.engine, docker::default_vpc_cidr, everything.file()).has_value());
}

TEST_CASE("an instance's network is made once, labelled, and found again") {
  World world;
  auto const made = world.ensure("0123456789abcdef").value();
  CHECK(made.name == "neargate-01234567");
  CHECK((made.subnets == std::vector<std::string>{"172.31.0.0/16"}));
  CHECK(made.labels.at(label::instance) == "0123456789abcdef");
  CHECK(made.labels.at(label::role) == "vpc");
  CHECK(made.labels.at(label::data) == "/data/0123456789abcdef");
  CHECK(world.ensure("0123456789abcdef").value().id == made.id);
  CHECK(world.ensure("0123456789abcdef", "172.31.0.0/16").value().id == made.id);
  CHECK(world.ensure("another").value().subnets.at(0) == "172.30.0.0/16");
}

TEST_CASE("a range that another instance takes in between is passed over") {
  World world;
  world.engine.fail_next("create_network", {docker::Failure::Kind::Refused, 403,
                                            "Pool overlaps with other one on this address space"});
  world.engine.fail_next("create_network",
                         {docker::Failure::Kind::Refused, 403,
                          "cannot create network a (br-1): conflicts with network b (br-2): networks have "
                          "overlapping IPv4"});
  CHECK(world.ensure("one").value().subnets.at(0) == "172.29.0.0/16");
  docker::Failure const broken{docker::Failure::Kind::ServerError, 500, "iptables failed"};
  world.engine.fail_next("create_network", broken);
  CHECK((world.ensure("two").error() == broken));
}

TEST_CASE("the range that state promised is the only one that will do") {
  World world;
  CHECK(world.ensure("one", "172.25.0.0/16").value().subnets.at(0) == "172.25.0.0/16");
  auto const taken = world.ensure("two", "172.25.0.0/16");
  REQUIRE_FALSE(taken.has_value());
  CHECK((taken.error().kind == docker::Failure::Kind::Conflict));
  CHECK(taken.error().message ==
        "the VPC's address range 172.25.0.0/16 is taken by network neargate-one (172.25.0.0/16); remove "
        "that, or "
        "start with another data directory");
  auto const moved = world.ensure("one", "172.31.0.0/16");
  REQUIRE_FALSE(moved.has_value());
  CHECK(moved.error().message.find("neargate clean") != std::string::npos);
}

TEST_CASE("a stranger's network of our name is a conflict") {
  World world;
  world.take("neargate-12345678", "10.9.0.0/16");
  auto const refused = world.ensure("12345678-aaaa");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message == "network with name neargate-12345678 already exists");
}
