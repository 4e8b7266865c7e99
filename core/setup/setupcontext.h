#pragma once

#include "core/net/credential.h"
#include "core/net/http.h"
#include "core/result/findingid.h"
#include "core/result/result.h"
#include "core/setup/receipt.h"

#include <QCoroTask>
#include <QUuid>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace signet {

// What a setup uses to read an organization and to change it.
struct SetupContext {
    Http http;
    std::shared_ptr<CredentialSource> administrator;
    QString administratorName; // of the account, for evidence
    QUuid session = QUuid::createUuid(); // X-TFS-Session, one for each run
};

// Why a setup waits, second by second.
struct SetupProgress {
    int step = -1; // index in the plan; -1 before the first
    FindingId finding; // why it waits: entitlement-replication-delay, devops-rate-limited
    std::chrono::seconds left{0}; // until the next try; 0: not waiting
    std::chrono::seconds longest{0}; // that may be waited in all
};

// Watches a setup.
struct SetupObserver {
    // Called before a request that changes something is sent, and after its response, so that the last
    // recorded receipt always shows what was started. When it fails, nothing more is sent.
    std::function<Result<Done>(const Receipt &)> record = [](const Receipt &) { return Done(); };
    std::function<void(const SetupProgress &)> progress = [](const SetupProgress &) { };
};

// Sends as the administrator. An answer of any status is a reply; a problem is: no credential, no answer
// (network-failed, tls-interception, firewall-missing-hosts), run-stopped.
QCoro::Task<Result<Reply>> sendAsAdministrator(SetupContext context, Request request, std::stop_token stop);

// The finding that a refusal leads to, its evidence beside what is given.
Problem refusalOf(const SetupContext &context, const Reply &reply, QJsonObject evidence);

// No answer at all; nothing when there is one.
std::optional<Problem> troubleOf(const Reply &reply, const QUrl &url);

} // namespace signet
