#pragma once

#include "core/diagnosis/report.h"

namespace signet {

// What a check saw, in a few words for its line: "Azure VM", "tenant 8c2f…4b5a, as the token". Empty
// where the title says all.
QString observationWords(const CheckResult &check);

// A kind of host as people call it: "Azure virtual machine" for azure-vm.
QString hostKindWords(const QString &kind);

// A credential of the provider, by its name in terraform explain: "personal access token" for pat.
QString credentialWords(const QString &method);

// "has a system-assigned identity", for cards and sentences.
QString identityKindWords(const QString &kind);

} // namespace signet
