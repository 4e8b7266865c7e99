#include "core/signin/signinmethod.h"

#include <QtGlobal>

using namespace Qt::StringLiterals;

namespace signet {

QLatin1StringView toString(SignInMethod method)
{
    switch (method) {
    case SignInMethod::AzureCli:
        return "azure-cli"_L1;
    case SignInMethod::DeviceCode:
        return "device-code"_L1;
    case SignInMethod::Browser:
        return "browser"_L1;
    case SignInMethod::AccessToken:
        return "access-token"_L1;
    case SignInMethod::ManagedIdentity:
        return "managed-identity"_L1;
    }
    Q_UNREACHABLE();
}

std::optional<SignInMethod> signInMethodFromString(QStringView word)
{
    for (const SignInMethod method : signInMethods) {
        if (word == toString(method))
            return method;
    }
    return std::nullopt;
}

bool keepsSecret(SignInMethod method)
{
    return method == SignInMethod::AccessToken || needsClientId(method);
}

bool needsClientId(SignInMethod method)
{
    return method == SignInMethod::DeviceCode || method == SignInMethod::Browser;
}

} // namespace signet
