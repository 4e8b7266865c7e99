#include "core/report/signindocument.h"

#include "core/report/screen.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int signInLabelWidth = 14;

struct SignInText {
    Q_DECLARE_TR_FUNCTIONS(SignIn)
};

QString storedWords(Remembered remembered)
{
    switch (remembered) {
    case Remembered::No:
        return SignInText::tr("no: for this command only");
    case Remembered::Profile:
        return SignInText::tr("the profile remembers the method; there is no secret to store");
    case Remembered::Keychain:
        return SignInText::tr("in the keychain of this system");
    }
    Q_UNREACHABLE();
}

QLatin1StringView wordOf(Remembered remembered)
{
    switch (remembered) {
    case Remembered::No:
        return "no"_L1;
    case Remembered::Profile:
        return "profile"_L1;
    case Remembered::Keychain:
        return "keychain"_L1;
    }
    Q_UNREACHABLE();
}

} // namespace

QString signInMethodTitle(SignInMethod method)
{
    switch (method) {
    case SignInMethod::AzureCli:
        return SignInText::tr("Azure CLI");
    case SignInMethod::Browser:
        return SignInText::tr("Browser");
    case SignInMethod::DeviceCode:
        return SignInText::tr("Device code");
    case SignInMethod::AccessToken:
        return SignInText::tr("Personal access token");
    case SignInMethod::ManagedIdentity:
        return SignInText::tr("Managed identity");
    }
    Q_UNREACHABLE();
}

SignInDocument describe(const SignInState &state)
{
    SignInDocument document;
    const Account &account = state.account;
    document.who = account.isKnown() ? account.label() : SignInText::tr("with a personal access token");
    document.sentence = account.isKnown()
        ? SignInText::tr("Working as %1 in tenant %2.").arg(account.label(), account.tenantId)
        : SignInText::tr("Working with a personal access token.");
    const auto add = [&document](const QString &label, const QString &value, bool isId) {
        if (!value.isEmpty())
            document.rows.append({label, value, isId});
    };
    add(SignInText::tr("Signed in"), document.who, false);
    add(SignInText::tr("Method"), signInMethodTitle(state.method), false);
    add(SignInText::tr("Tenant"), account.tenantId, true);
    add(SignInText::tr("Object id"), account.objectId, true);
    add(SignInText::tr("Profile"), state.profile, false);
    add(SignInText::tr("Stored"), storedWords(state.remembered), false);
    return document;
}

QString signInToText(const SignInDocument &document, const TextStyle &style)
{
    Screen screen(style);
    for (const DocumentRow &row : document.rows)
        screen.row(row.label, row.value, signInLabelWidth);
    return screen.text();
}

QJsonObject signInToJson(const SignInState &state)
{
    return {{u"signedIn"_s, true},
            {u"method"_s, toString(state.method)},
            {u"account"_s, state.account.toJson()},
            {u"profile"_s, state.profile},
            {u"remembered"_s, wordOf(state.remembered)}};
}

QString signedOutWords(const std::optional<QString> &account)
{
    if (!account)
        return SignInText::tr("This profile has no sign-in.");
    return account->isEmpty() ? SignInText::tr("Signed out.")
                              : SignInText::tr("Signed out: %1.").arg(*account);
}

} // namespace signet
