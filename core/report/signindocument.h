#pragma once

#include "core/report/documentrow.h"
#include "core/report/textsink.h"
#include "core/signin/account.h"
#include "core/signin/signinmethod.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace signet {

// Where a sign-in is there again the next time.
enum class Remembered { No, Profile, Keychain };

// A sign-in as it is: who, in which way, and whether it is stored.
struct SignInState {
    SignInMethod method = SignInMethod::AzureCli;
    Account account; // unknown with a personal access token
    QString profile;
    Remembered remembered = Remembered::No;
};

// "Azure CLI", "Device code"
QString signInMethodTitle(SignInMethod method);

// The same in words.
struct SignInDocument {
    QString who; // "Jane Doe (jane@contoso.example)"
    QString sentence; // "Working as Jane Doe (jane@contoso.example) in tenant ..."
    QList<DocumentRow> rows;
};
SignInDocument describe(const SignInState &state);
QString signInToText(const SignInDocument &document, const TextStyle &style);
// {"signedIn":true,"method","account":{...},"profile","remembered":"keychain|profile|no"}
QJsonObject signInToJson(const SignInState &state);

// After signing out: of which account, empty where it is not known; nothing where nobody was signed in.
QString signedOutWords(const std::optional<QString> &account);

} // namespace signet
