#include "core/terraform/decisionerrors.h"

#include <QList>
#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ErrorClass {
    QLatin1StringView id;
    QLatin1StringView pattern;
    FindingId finding;
};

// Every class, with what its text must hold. A text of the provider fits one of them or none.
constexpr std::array errorClasses{
    ErrorClass{"argument-unknown"_L1, "^unexpected attribute \""_L1, finding::providerVersionTooOld},
    ErrorClass{"boolean-not-lowercase"_L1,
               "^error setting default for \"use_(msi|cli|oidc)\": a bool is required; to convert"_L1,
               finding::providerValueInvalid},
    ErrorClass{"boolean-invalid"_L1,
               "^error setting default for \"use_(msi|cli|oidc)\": a bool is required$"_L1,
               finding::providerValueInvalid},
    ErrorClass{"list-in-environment"_L1,
               "^error setting default for \"auxiliary_tenant_ids\": list of string required"_L1,
               finding::providerValueInvalid},
    ErrorClass{"client-id-not-uuid"_L1, "^expected \"client_id\" to be a valid UUID, got "_L1,
               finding::providerValueInvalid},
    ErrorClass{"tenant-id-not-uuid"_L1, "^expected \"tenant_id\" to be a valid UUID, got "_L1,
               finding::providerValueInvalid},
    ErrorClass{"no-credential"_L1, "^(failed to new credential|No valid credentials found\\.)$"_L1,
               finding::credentialBuildSwallowed},
    ErrorClass{"tenant-id-missing"_L1, "^invalid tenantID\\."_L1, finding::tenantIdWrong},
    ErrorClass{"oidc-token-missing"_L1, "^No OIDC token found in TFC_WORKLOAD_IDENTITY_TOKEN"_L1,
               finding::federatedSetupMismatch},
    ErrorClass{"certificate-unreadable"_L1, "^open .+: no such file or directory$"_L1,
               finding::envSecretOrOidcBeatsMsi},
    ErrorClass{"selector-refused"_L1, "doesn't support (specifying a )?user-assigned"_L1,
               finding::selectorUnsupported},
    ErrorClass{"secret-refused"_L1, "ClientSecretCredential authentication failed"_L1,
               finding::clientCredentialRejected},
    ErrorClass{"oidc-refused"_L1, "(ClientAssertion|WorkloadIdentity)Credential authentication failed"_L1,
               finding::federatedSetupMismatch},
    ErrorClass{"mi-user-assigned-not-found"_L1,
               "ManagedIdentityCredential authentication failed\\. the requested identity isn't assigned"_L1,
               finding::identityNotAssigned},
    ErrorClass{"mi-system-assigned-not-found"_L1,
               "ManagedIdentityCredential: failed to authenticate a system assigned identity"_L1,
               finding::identityNotAssigned},
    ErrorClass{"mi-proxy-unreachable"_L1,
               "ManagedIdentityCredential: unexpected response \"connecting to 169\\.254\\.169\\.254"_L1,
               finding::dockerDesktop403},
    ErrorClass{"mi-html"_L1,
               "ManagedIdentityCredential(: error parsing the json error: invalid character '<'"
               "| authentication failed\\. Unexpected response content)"_L1,
               finding::captivePortal},
    ErrorClass{"mi-not-a-token"_L1,
               "ManagedIdentityCredential(: error parsing the json error: expires_in and expires_on"
               "| authentication failed\\. unsupported type received in expires_on)"_L1,
               finding::notImds},
    ErrorClass{"mi-rejected"_L1, "ManagedIdentityCredential authentication failed\\. ?(\\n|$)"_L1,
               finding::identityEndpointUnclassified},
    ErrorClass{"cli-not-found"_L1, "Attempted credentials:\\s+AzureCLICredential: Azure CLI not found"_L1,
               finding::useMsiNotSet},
    ErrorClass{"cli-not-signed-in"_L1,
               "Attempted credentials:\\s+AzureCLICredential: ERROR: Please run 'az login'"_L1,
               finding::useMsiNotSet},
};

QString reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return u"OK"_s;
    case 400:
        return u"Bad Request"_s;
    case 401:
        return u"Unauthorized"_s;
    case 403:
        return u"Forbidden"_s;
    default:
        return {};
    }
}

QString quotedList(const QStringList &names)
{
    return u'`' + names.join(u',') + u'`';
}

} // namespace

std::optional<QString> providerErrorClass(const QString &error)
{
    static const QList<QRegularExpression> patterns = [] {
        QList<QRegularExpression> all;
        for (const ErrorClass &one : errorClasses)
            all.append(QRegularExpression(one.pattern));
        return all;
    }();
    for (std::size_t i = 0; i < errorClasses.size(); ++i) {
        if (patterns[qsizetype(i)].match(error).hasMatch())
            return QString(errorClasses[i].id);
    }
    return std::nullopt;
}

FindingId findingForErrorClass(const QString &errorClass)
{
    for (const ErrorClass &one : errorClasses) {
        if (one.id == errorClass)
            return one.finding;
    }
    return {};
}

namespace errors {

QString unknownArgument(const QString &argument)
{
    return u"unexpected attribute \"%1\"\nUnsupported argument: An argument named \"%1\" is not expected here."_s
        .arg(argument);
}

QString inappropriateValue(const QString &argument, const QString &reason)
{
    return u"Incorrect attribute value type: Inappropriate value for attribute \"%1\": %2."_s.arg(argument,
                                                                                                  reason);
}

QString wrongDefault(const QString &argument, const QString &reason)
{
    return u"error setting default for \"%1\": %2"_s.arg(argument, reason);
}

QString notAUuid(const QString &argument, const QString &value)
{
    return u"expected \"%1\" to be a valid UUID, got %2"_s.arg(argument, value);
}

QString notExactlyOne(const QStringList &ways, const QStringList &given)
{
    if (given.isEmpty())
        return u"Invalid combination of arguments: \"use_msi\": one of %1 must be specified"_s.arg(
            quotedList(ways));
    return u"Invalid combination of arguments: \"use_msi\": only one of %1 can be specified, but %2 were specified."_s
        .arg(quotedList(ways), quotedList(given));
}

QString missingBeside(const QString &argument, const QStringList &wanted)
{
    QStringList all = wanted;
    all.append(argument);
    all.sort();
    return u"Missing required argument: \"%1\": all of %2 must be specified"_s.arg(argument, quotedList(all));
}

QString cannotOpen(const QString &path, const QString &errorName, Platform platform)
{
    if (platform == Platform::Windows) {
        return errorName == "ENOENT"_L1 ? u"open %1: The system cannot find the file specified."_s.arg(path)
                                        : u"open %1: Access is denied."_s.arg(path);
    }
    if (errorName == "ENOENT"_L1)
        return u"open %1: no such file or directory"_s.arg(path);
    if (errorName == "EISDIR"_L1)
        return u"read %1: is a directory"_s.arg(path);
    return u"open %1: permission denied"_s.arg(path);
}

QString response(const QString &method, const QString &url, int status)
{
    const QString line(80, u'-');
    return u"%1 %2\n%3\nRESPONSE %4: %4 %5\n%3"_s.arg(method, url, line, QString::number(status),
                                                      reasonPhrase(status));
}

QString chained(const QStringList &attempts)
{
    QString text = u"failed to get auth from auth cache: failed to get AAD token: ChainedTokenCredential: "
                   "failed to acquire a token.\nAttempted credentials:"_s;
    for (QString attempt : attempts)
        text += u"\n\t"_s + attempt.replace(u'\n', "\n\t\t"_L1);
    return text;
}

} // namespace errors

} // namespace signet
