#pragma once

#include <QLatin1StringView>
#include <QStringView>

#include <array>
#include <optional>

namespace signet {

// How a person, or who administers in a person's place, signs in.
enum class SignInMethod {
    AzureCli, // the login that the Azure CLI of this machine has
    DeviceCode, // a code that is typed into a browser on any machine
    Browser, // a browser on this machine; authorization code with PKCE
    AccessToken, // a personal access token; for Azure DevOps only
    ManagedIdentity, // the identity of this machine, where it is an administrator already
};
inline constexpr std::array signInMethods{SignInMethod::AzureCli, SignInMethod::DeviceCode,
                                          SignInMethod::Browser, SignInMethod::AccessToken,
                                          SignInMethod::ManagedIdentity};

// "azure-cli", "device-code", "browser", "access-token", "managed-identity"
QLatin1StringView toString(SignInMethod method);
std::optional<SignInMethod> signInMethodFromString(QStringView word);

// Whether there is something to store besides its name: a refresh token, or the token itself.
bool keepsSecret(SignInMethod method);
// Whether it needs the client id of an app registration.
bool needsClientId(SignInMethod method);

} // namespace signet
