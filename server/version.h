#pragma once

namespace neargate::server {

char const* version();  ///< 0.1.0, from CMakeLists.txt

}  // namespace neargate::server
