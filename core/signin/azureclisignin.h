#pragma once

#include "core/signin/signin.h"

#include <QStringList>

namespace signet {

// The login of the Azure CLI, by asking the CLI: `az account get-access-token`. Nothing of its files is
// read and nothing of it is kept.
//
// Which az: the first on PATH, at an absolute path only and never in the current directory; az.cmd on
// Windows. Started without a shell; its arguments hold nothing but letters, digits and ._:/-.
class AzureCliSignIn final : public SignIn {
public:
    // Tenant: id or domain; empty for that of the CLI's current subscription.
    explicit AzureCliSignIn(const Host &host, const QString &tenant = {});

    Result<std::shared_ptr<SignIn>> inTenant(const QString &tenant) const override;

protected:
    QCoro::Task<Result<Fresh>> ask(Resource resource, std::stop_token stop) override;
};

// Where az can be, in the order of PATH. Empty: nowhere.
QStringList azureCliPrograms(const Host &host);

struct AzureCliToken {
    Secret token;
    QString tenant;
    qint64 expiresOn = 0; // seconds of Unix time; 0 when neither the CLI, in UTC, nor the token says
};
// What the CLI printed and how it ended. Pure. Findings: az-not-found, az-not-signed-in,
// az-not-answering, those of AADSTS codes, run-stopped; evidence {serviceCode, serviceMessage, reason}
// and what is given in `about`.
Result<AzureCliToken> readAzureCliOutput(const CommandOutcome &outcome, const QJsonObject &about);

} // namespace signet
