#pragma once

#include "core/identity/identityselector.h"
#include "core/result/result.h"
#include "core/result/secret.h"
#include "core/signin/account.h"
#include "core/signin/signinmethod.h"

#include <QJsonObject>
#include <QString>

namespace signet {

// A sign-in as it is stored: what is required to be the same account again without a prompt.
struct StoredSignIn {
    SignInMethod method = SignInMethod::AzureCli;
    Account account;
    QString tenant; // id or domain that tokens are asked in; empty: the account's own
    QString clientId; // of the app registration; device code and browser only
    Secret secret; // refresh token, or personal access token; empty for the other methods
    IdentitySelector identity = {}; // managed identity only: which one; none: the machine's own choice

    // A small JSON document, secret included: for the keychain and for nothing else.
    Secret toBytes() const;
    // Fails with stored-sign-in-unreadable, evidence {reason}; never quotes the bytes.
    static Result<StoredSignIn> fromBytes(const Secret &bytes);
};

// Which identity was chosen, as it is kept: {"clientId"}, {"objectId"} or {"resourceId"}; empty for none.
QJsonObject toJson(const IdentitySelector &selector);
// Fails with stored-sign-in-unreadable, evidence {reason}; silently using another identity would be worse.
Result<IdentitySelector> identitySelectorFromJson(const QJsonObject &json);

} // namespace signet
