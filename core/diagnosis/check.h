#pragma once

#include "core/diagnosis/observation.h"
#include "core/diagnosis/question.h"
#include "core/diagnosis/report.h"
#include "core/net/http.h"
#include "core/result/findingid.h"
#include "core/token/token.h"

#include <QUuid>

#include <QCoroTask>

#include <chrono>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace signet {

// What the observations of one run share. The token is handed from the check that gets it to those
// that need it, and to nobody else; it is in no observation.
struct RunContext {
    RunContext(Http net, Host files, Question asked)
        : http(std::move(net))
        , host(http.host())
        , disk(std::move(files))
        , question(std::move(asked))
    {
    }

    Http http;
    Host host;
    Host disk; // where the person's own files are
    Question question;
    QUuid session = QUuid::createUuid(); // X-TFS-Session, one for each run
    std::optional<AccessToken> token;
    ConnectedIdentity connected; // of the token, once Azure DevOps has named it
    std::shared_ptr<CredentialSource> administrator; // null: nobody is signed in
    ConfigurationSeen configuration; // read before anything is asked: whom to ask for follows from it
};

// All that a judge may look at: what its own check saw, what the checks it needs saw, what the person
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
    // For the early word about silence: the requests of the check that nobody has answered yet.
    const QList<Exchange> &underWay() const { return m_underWay; }
    void setUnderWay(QList<Exchange> exchanges) { m_underWay = std::move(exchanges); }

private:
    const Question &m_question;
    std::chrono::sys_seconds m_now;
    std::vector<const Observation *> m_observations;
    QList<Exchange> m_underWay;
};

// The opinion of a judge.
struct Judgement {
    Status status = Status::Unknown;
    std::optional<Problem> problem;
};
Judgement passed();
Judgement failed(FindingId findingId, const QJsonObject &evidence);
Judgement warning(FindingId findingId, const QJsonObject &evidence);
Judgement noted(FindingId findingId, const QJsonObject &evidence); // passed, and worth a word
Judgement unclear(); // could not find out, and no finding says why
Judgement unclear(FindingId findingId, const QJsonObject &evidence);
// Could not find out, and this may be so: a note, and the reason of nothing. Marked in the evidence.
inline constexpr QLatin1StringView guessKey("guess");
Judgement guessed(FindingId findingId, const QJsonObject &evidence);

// One question about the world.
struct Check {
    QLatin1StringView id; // dotted, stable for ever
    QLatin1StringView stage;
    const char *title; // marked for translation in context "Check"
    // Its verdict stands only on these: when one did not pass, this one is skipped because of it.
    std::vector<QLatin1StringView> needs;
    // Those of the needs whose verdict must be in before anything is asked. The others are waited for
    // only to judge, so that requests that do not build on each other are on their way together.
    std::vector<QLatin1StringView> asksAfter;
    std::chrono::milliseconds limit; // longest the observation may take; zero when it asks nobody
    // I/O, no opinion. Null: the check looks only at what others saw.
    QCoro::Task<Observation> (*observe)(std::shared_ptr<RunContext> context, std::stop_token stop);
    // Opinion, no I/O.
    Judgement (*judge)(const Facts &facts);
    // What to say early when there is no answer after a second; null where waiting is normal.
    Judgement (*judgeSilence)(const Facts &facts);
    // Whether there is anything to look at; null: always. A check that does not apply is no part of the
    // report.
    bool (*applies)(const Question &question) = nullptr;
    // Those whose observations the judge may look at as well, whatever came out of them. They are waited for
    // like the needs, and a failure of theirs stands in nobody's way.
    std::vector<QLatin1StringView> considers = {};
};

// The table of contents of the program. Its order is for reading; needs are the truth.
std::span<const Check> checkList();

} // namespace signet
