#include "registry/registry.h"

namespace neargate::registry {

namespace {
/// How long a blob that no image needs is kept for the push that may be about to name it.
constexpr std::chrono::hours idle_blob_grace{1};
}  // namespace

Registry::Registry(state::Store& store, domain::Clock const& clock, domain::Mint& mint,
                   std::string const& data)
    : store_(store),
      clock_(clock),
      layout_(data),
      secret_(store.transact([](state::Database& db) { return password_secret(db); })),
      passwords_(secret_),
      blobs_(store, layout_),
      uploads_(layout_, blobs_, clock, mint),
      caretaker_(store, clock),
      pull_through_(store, clock, blobs_, uploads_) {
  blobs_.match_files_and_rows();
  passwords_.know_from(store);
}

Registry::~Registry() = default;

void Registry::sweep() {
  uploads_.sweep();
  blobs_.sweep(clock_.now() - idle_blob_grace, uploads_.repositories());
}

}  // namespace neargate::registry
