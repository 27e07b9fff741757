# Warnings are errors for our own code; third-party headers are system headers. Designated initializers may
# leave members at their defaults, so that warning is off.
add_library(neargate_options INTERFACE)
target_compile_options(neargate_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
    -Wnon-virtual-dtor -Woverloaded-virtual
    -Wno-missing-field-initializers -Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release")
  # GCC 12 reports false positives of these inside inlined std::string and nlohmann code at -O2.
  target_compile_options(neargate_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow>)
endif()
target_include_directories(neargate_options INTERFACE ${PROJECT_SOURCE_DIR})

set(NEARGATE_SANITIZE "" CACHE STRING "value for -fsanitize=, e.g. address,undefined")
if(NEARGATE_SANITIZE)
  # What AddressSanitizer sees anyway, or x86 and arm64 do not mind, costs a third of the build's time.
  add_compile_options(-fsanitize=${NEARGATE_SANITIZE} -fno-sanitize=null,alignment,object-size,vptr
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${NEARGATE_SANITIZE})
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The base directory lets a second checkout or build folder hit the same cache.
  set(ccache_launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${ccache_launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ccache_launcher})
endif()
