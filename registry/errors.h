#pragma once
// The errors that a registry answers, each with its HTTP status (oci-push-pull.md §4, ecr.md "Token and
// registry HTTP").

#include <string_view>

namespace neargate::registry {

struct OciError {
  std::string_view code;
  int status;
};

namespace oci {
inline constexpr OciError blob_unknown{"BLOB_UNKNOWN", 404};
inline constexpr OciError blob_upload_invalid{"BLOB_UPLOAD_INVALID", 400};
inline constexpr OciError blob_upload_busy{"BLOB_UPLOAD_INVALID", 409};
inline constexpr OciError blob_upload_unknown{"BLOB_UPLOAD_UNKNOWN", 404};
inline constexpr OciError denied{"DENIED", 403};
inline constexpr OciError digest_invalid{"DIGEST_INVALID", 400};
inline constexpr OciError manifest_blob_unknown{"MANIFEST_BLOB_UNKNOWN", 400};
inline constexpr OciError manifest_invalid{"MANIFEST_INVALID", 400};
inline constexpr OciError manifest_too_large{"MANIFEST_INVALID", 413};
inline constexpr OciError manifest_unknown{"MANIFEST_UNKNOWN", 404};
inline constexpr OciError name_invalid{"NAME_INVALID", 400};
inline constexpr OciError name_unknown{"NAME_UNKNOWN", 404};
inline constexpr OciError not_found{"UNSUPPORTED", 404};
inline constexpr OciError page_size_invalid{"UNSUPPORTED", 400};
inline constexpr OciError range_invalid{"BLOB_UPLOAD_INVALID", 416};
inline constexpr OciError size_invalid{"SIZE_INVALID", 400};
inline constexpr OciError tag_invalid{"TAG_INVALID", 400};
inline constexpr OciError too_many_uploads{"TOOMANYREQUESTS", 429};
inline constexpr OciError unsupported{"UNSUPPORTED", 405};
inline constexpr OciError server_error{"UNKNOWN", 500};
inline constexpr OciError disk_full{"UNKNOWN", 507};
}  // namespace oci

}  // namespace neargate::registry
