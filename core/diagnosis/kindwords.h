#pragma once

#include <QString>

namespace signet {

// A kind of host as people call it: "Azure virtual machine" for azure-vm.
QString hostKindWords(const QString &kind);

// "has a system-assigned identity", for cards and sentences.
QString identityKindWords(const QString &kind);

// Ids are long, and their middle tells nothing: "a4d8…e5d4". Shorter texts are returned as they are.
QString shortened(const QString &id);

} // namespace signet
