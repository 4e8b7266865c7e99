#pragma once

#include "core/terraform/providerversion.h"

#include <QAnyStringView>
#include <QLatin1StringView>
#include <QStringList>

#include <array>
#include <optional>
#include <span>

namespace signet {

// What a value must be, checked by the provider before it looks at any credential.
enum class ArgumentType {
    Text,
    Uuid, // exactly 36 characters, 8-4-4-4-12 hex digits, either case; the empty string is none
    Boolean,
    UuidList, // cannot come from the environment: any value there is refused
};

// A variable the provider reads where the argument is absent or null.
struct ArgumentVariable {
    QLatin1StringView name;
    Release since{1, 0, 0};
};

// An argument of the provider block.
struct ProviderArgument {
    QLatin1StringView name;
    ArgumentType type = ArgumentType::Text;
    // In the order in which they are read; the first one that is set wins. Empty names fill the rest.
    std::array<ArgumentVariable, 3> variables;
    Release since{1, 0, 0}; // first version that knows it
    std::optional<Release> until{}; // first version that does not know it any more
    bool isSecret = false; // its value is never shown
    bool isOnByDefault = false; // Boolean

    bool isKnownTo(const ProviderVersion &version) const;
    QStringList variablesOf(const ProviderVersion &version) const;
};

// Those that sign in with a secret that somebody made: they work anywhere, and are found left over anywhere.
inline constexpr std::array secretCredentials{
    QLatin1StringView("personal_access_token"), QLatin1StringView("client_secret"),
    QLatin1StringView("client_secret_path"), QLatin1StringView("client_certificate"),
    QLatin1StringView("client_certificate_path")};

// Every argument that any version knows. Source: the provider's schema at each of its tags.
std::span<const ProviderArgument> providerArguments();
// Null when no version knows it.
const ProviderArgument *providerArgument(QAnyStringView name);
// The argument that was most likely meant by a name that no version knows; empty when none is near.
QString nearestProviderArgument(const QString &name);
// Whether the value of that argument is never shown.
bool isSecretArgument(QAnyStringView name);

} // namespace signet
