#pragma once

#include "core/diagnosis/checkid.h"
#include "core/diagnosis/observation.h"
#include "core/diagnosis/question.h"
#include "core/diagnosis/report.h"
#include "core/net/http.h"
#include "core/result/findingid.h"
#include "core/terraform/explanation.h"
#include "core/token/token.h"

#include <QUuid>

#include <QCoroTask>

#include <chrono>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace signet {

// The Terraform configuration, or the environment alone, as it was read.
struct ReadConfiguration {
    std::optional<Problem> problem; // why it could not be read at all
    std::shared_ptr<const Explanation> explanation; // null with a problem
};

// What the observations of one run share. The credential is handed from the check that gets it to those
// that need it, and to nothing else; it is not part of any observation.
struct RunContext {
    RunContext(Http net, Host files, Question asked)
        : http(std::move(net))
        , host(http.host())
        , disk(std::move(files))
        , machine(detectMachine(host))
        , question(std::move(asked))
    {
    }

    Http http;
    Host host;
    Host disk; // where the person's own files are
    Machine machine; // that the host is, detected once
    Question question;
    QUuid session = QUuid::createUuid(); // X-TFS-Session, one for each run
    std::optional<AccessToken> token; // of the managed identity, or of the credential that is expected
    std::optional<Secret> accessToken; // the personal access token that is expected
    ConnectedIdentity connected; // of the token, once Azure DevOps has named it
    std::optional<TenantId> organizationTenant; // once the organization has named it
    QList<ProjectSeen> projects; // that the identity sees, once they are listed
    bool hasAllProjects = false; // the list came to its end
    QList<HostReachSeen> provenHosts; // that have answered some other request, as Azure DevOps itself
    std::shared_ptr<CredentialSource> administrator; // null: none is signed in
    ReadConfiguration configuration; // before anything is asked: which identity to ask for follows from it

    // What the run signs in to Azure DevOps with; nothing where there is none.
    std::optional<Credential> credential() const;
};

// All that a judge can look at: what its own check saw, what the checks it needs saw, what the person
// expects, and when it was.
class Facts {
public:
    Facts(const Question &asked, std::chrono::sys_seconds time, std::vector<const Observation *> seenBefore)
        : m_question(asked)
        , m_now(time)
        , m_observations(std::move(seenBefore))
    {
    }

    // The observation of that kind, null when the check that makes it is neither needed nor considered, or
    // saw nothing.
    template <class Seen>
    const Seen *seen() const
    {
        for (const Observation *observation : m_observations) {
            if (const auto *found = std::get_if<Seen>(observation))
                return found;
        }
        return nullptr;
    }
    const Question &question() const { return m_question; }
    std::chrono::sys_seconds now() const { return m_now; }
    // For the early word about silence: the requests of the check that have no answer yet. Between two tries,
    // the last one.
    const QList<Exchange> &underWay() const { return m_underWay; }
    void setUnderWay(QList<Exchange> exchanges) { m_underWay = std::move(exchanges); }

private:
    const Question &m_question;
    std::chrono::sys_seconds m_now;
    std::vector<const Observation *> m_observations;
    QList<Exchange> m_underWay;
};

// What a judge decides about its check.
struct CheckVerdict {
    Status status = Status::Unknown;
    std::optional<Problem> problem;
    QList<Problem> further = {}; // independent of that one
};
CheckVerdict passed();
CheckVerdict failed(FindingId findingId, const QJsonObject &evidence);
CheckVerdict warning(FindingId findingId, const QJsonObject &evidence);
CheckVerdict noted(FindingId findingId, const QJsonObject &evidence); // passed, with something to know
CheckVerdict unclear(); // could not be determined, and no finding says why
CheckVerdict unclear(FindingId findingId, const QJsonObject &evidence);
// The service that knows has not answered, and this is why: it blocks Terraform like a failure, and whether
// the title is true is unknown. Marked in the evidence.
inline constexpr QLatin1StringView unansweredKey("unanswered");
CheckVerdict unanswered(FindingId findingId, const QJsonObject &evidence);
// The same problem, where being answered is what the title says.
CheckVerdict refuted(CheckVerdict verdict);
// The check failed, or was not answered.
bool isInTheWay(const CheckResult &result);
// The same problem, where Terraform may get on without what was asked.
CheckVerdict doubtful(CheckVerdict verdict);
// Could not be determined, and this is a possible reason: a note that explains nothing else. Marked in the
// evidence.
inline constexpr QLatin1StringView guessKey("guess");
CheckVerdict guessed(FindingId findingId, const QJsonObject &evidence);

// What it means for the verdict of a report that a check is still open: unknown or skipped.
enum class Weight {
    Full, // the report is unclear
    // The same, unless the identity is a member: then it is in the right organization and the right tenant,
    // whether a service says so or not. Only for unknown.
    SettledByMembership,
    None, // good to know, and nothing depends on it
};

// The question of the guided path that a check answers.
enum class CheckedStep {
    None,
    Identity,
    Organization,
    OrganizationHere, // of the organization, where Terraform runs on this machine
};

// One question about the world.
struct Check {
    CheckId id;
    QLatin1StringView stage;
    const char *title; // a statement that can pass; marked for translation in context "Check"
    // Its verdict depends on these: when one did not pass, this one is skipped because of it.
    std::vector<CheckId> needs = {};
    // Those of the needs whose verdict must be in before anything is asked. The others are waited for
    // only to judge, so that requests that do not build on each other are on their way together.
    std::vector<CheckId> asksAfter = {};
    // Those whose observations the judge may also look at, whatever came out of them. They are waited for
    // like the needs, but their failure holds nothing up.
    std::vector<CheckId> considers = {};
    // Those whose requests go first, because they may answer what this one would ask, or need the connection
    // that it would take: a TLS handshake costs several milliseconds of work. It asks once they are done, and
    // no later than when some check has had no answer for a second.
    std::vector<CheckId> yieldsTo = {};
    std::chrono::milliseconds limit{0}; // longest the observation may take; zero when nothing is sent
    // I/O, no opinion. Null: the check looks only at what others saw.
    QCoro::Task<Observation> (*observe)(std::shared_ptr<RunContext> context, std::stop_token stop) = nullptr;
    // Adds to what was seen what is only shown, and no judge looks at. The verdict does not wait for it.
    QCoro::Task<Observation> (*decorate)(std::shared_ptr<RunContext> context, Observation seen,
                                         std::stop_token stop) = nullptr;
    // Opinion, no I/O.
    CheckVerdict (*judge)(const Facts &facts);
    // The observation as a report has it, read back. Null where the check observes nothing.
    Observation (*read)(const QJsonObject &json) = nullptr;
    // What to report early when there is no answer after a second; null where waiting is normal.
    CheckVerdict (*judgeSilence)(const Facts &facts) = nullptr;
    // Whether there is anything to look at; null: always. A check that does not apply is not part of the
    // report.
    bool (*applies)(const Question &question) = nullptr;
    // What was seen, in a few words for the line of a check that passed, from the observation as a report has
    // it. Null where the title says it all.
    QString (*summary)(const QJsonObject &seen) = nullptr;
    Weight weight = Weight::Full;
    CheckedStep step = CheckedStep::None;
};

// All checks, stage by stage. The order is for reading; the needs decide when each is asked.
std::span<const Check> checkList();
// Which checks apply: those of the managed identity, those of another credential that Terraform is expected
// to use, and those of a token of Microsoft Entra, whichever it is.
bool expectsManagedIdentity(const Question &question);
bool expectsOtherCredential(const Question &question);
bool expectsEntraToken(const Question &question);
// Null for an id that is not in the list: a report of a later version may have it.
const Check *findCheck(QAnyStringView id);
inline const Check *findCheck(CheckId id)
{
    return findCheck(QAnyStringView(id.toString()));
}

} // namespace signet
