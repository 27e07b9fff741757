#pragma once
// The image of the pause container, which holds a task's network namespace. It is made from a program inside
// this binary and never pulled.

#include <string>
#include <string_view>

#include "docker/engine.h"

namespace neargate::docker {

/// The static program: waits, reaps children, exits 0 on SIGTERM and SIGINT.
std::string_view pause_program();

/// neargate/pause:<hash of program and settings>, so another version of it is another image.
std::string pause_image_reference();

/// Makes the image when the daemon lacks it; returns its reference.
Outcome<std::string> ensure_pause_image(Engine& engine);

}  // namespace neargate::docker
