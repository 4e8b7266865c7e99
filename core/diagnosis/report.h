#pragma once

#include "core/diagnosis/checkid.h"
#include "core/findings/finding.h"
#include "core/result/findingid.h"
#include "core/result/result.h"

#include <QAnyStringView>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace signet {

// A report as data: what was asked, seen and concluded. Words for people are added when it is written
// (core/report); nothing here is prose, and nothing here is secret.

enum class Status {
    Passed,
    Warning,
    Failed,
    Skipped, // a check that it needs did not pass
    Unknown, // could not be determined; never a pass
};
QLatin1StringView toString(Status status); // "passed" "warning" "failed" "skipped" "unknown"
std::optional<Status> statusFromString(QStringView word);

enum class Phase {
    Waiting, // for a check that it needs
    Asking, // its observation is under way
    Done,
};

struct CheckResult {
    QString id; // "devops.membership"
    QString stage; // "machine" "token" "organization" "membership" "permissions"
    QString title; // a statement that can pass, English source text
    Status status = Status::Unknown;
    Phase phase = Phase::Waiting;
    QStringList needs;
    QStringList because; // Skipped: the needs that did not pass
    double durationMs = 0; // of the observation; 0 for one that only looks at others
    double askedAtMs = -1; // since the start of the run; -1 when nothing was asked
    double limitMs = 0; // longest the observation may take; 0 when nothing is sent
    std::optional<Problem> problem; // Failed, Warning, and Unknown where a finding says why
    QList<Problem> further; // beside that one, where the check found several
    // While Asking, after a second without an answer: what it will be if none comes.
    std::optional<Problem> provisional;
    QJsonObject observation;
};

struct ReportedFinding {
    FindingId id;
    Severity severity = Severity::Blocker;
    bool rootCause = false;
    QJsonObject evidence;
    QStringList checks; // that came to it
};

// One of the three identities; every field may be empty when it is not known.
struct IdentityFacts {
    QString kind; // "system-assigned" "user-assigned" "person" "application" "unknown" "none"
    QString name; // of the machine or of the user-assigned identity; display name in Azure DevOps
    QString objectId;
    QString clientId;
    QString tenantId;
    QString resourceId; // of the identity in Azure Resource Manager
    QString descriptor; // subject descriptor in Azure DevOps
    QString credential; // Terraform's: "managed-identity", "pat" ..., as in terraform explain
    // In Azure DevOps, where they can be seen.
    QString accessLevel = {}; // "Basic"
    int groupCount = 0; // that it is in directly
    QStringList groups = {}; // their names, where they were looked up: "[Fabrikam-Fiber]\Contributors"

    QJsonObject toJson() const;
    static IdentityFacts fromJson(const QJsonObject &json);
    friend bool operator==(const IdentityFacts &, const IdentityFacts &) = default;
};

enum class Verdict { Ready, NotReady, Unclear };
QLatin1StringView toString(Verdict verdict); // "ready" "not-ready" "unclear"

struct Report {
    static constexpr int schemaVersion = 1;

    qint64 startedAt = 0; // Unix time, seconds
    double durationMs = 0;
    bool finished = false;
    bool stopped = false;
    Verdict verdict = Verdict::Unclear;

    std::optional<IdentityFacts> machine;
    std::optional<IdentityFacts> azureDevOps;
    std::optional<IdentityFacts> terraform;
    // True or false only when all three are known.
    std::optional<bool> agree() const;

    QJsonObject subject; // organization, tenantId, host{kind,...}, expected{...}
    std::vector<CheckResult> checks; // in the order of the check list; never shared between copies
    QList<ReportedFinding> findings; // root causes first
    QList<FindingId> rootCauses;
    QJsonArray exchanges; // redacted
    QString toolVersion = {}; // of the Signet that asked; empty: this one

    const CheckResult *check(QAnyStringView id) const;
    const CheckResult *check(CheckId id) const { return check(QAnyStringView(id.toString())); }
    const ReportedFinding *finding(FindingId id) const;
    bool onlyWarnings() const; // no blocker, at least one warning

    // Fails with finding report-not-valid, evidence {reason}. Reads what core/report writes as JSON;
    // unknown keys are ignored.
    static Result<Report> fromJson(const QJsonObject &json);
};

// The same fields that a report's JSON has for one check.
QJsonObject toJson(const CheckResult &check);

} // namespace signet
