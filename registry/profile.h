#pragma once
// Whose rules the registry follows where Amazon ECR and the OCI distribution specification differ.

namespace neargate::registry {

enum class Profile {
  Ecr,  ///< repositories exist before a push, ECR's passwords, refusals and limits
  Oci,  ///< the specification to the letter: a push makes its repository, everybody may come in
};

}  // namespace neargate::registry
