#include "core/findings/pastedtext.h"

#include "core/findings/catalogue.h"
#include "core/findings/findingmap.h"
#include "core/findings/pasted/network.h"
#include "core/findings/pasted/place.h"
#include "core/findings/pasted/scope.h"
#include "core/findings/pasted/statement.h"
#include "core/findings/pasted/wording.h"
#include "core/findings/phrases.h"
#include "core/findings/serviceerror.h"
#include "core/result/redaction.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <vector>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// ---- The text, statement by statement ------------------------------------------------------------

constexpr std::size_t statementsAround = 3; // a second sign stands in the same error or near it

// The phrases that are looked for, as far as a statement says them, with their places.
using Said = QHash<QString, qsizetype>;

const QStringList &contextWords()
{
    static const QStringList words{u"attempted credentials:"_s, u"azureclicredential"_s,
                                   u"identity not found"_s,     u"arm_client_id"_s,
                                   u"azure_client_id"_s,        u"missing environment variable"_s};
    return words;
}

QStringList wantedPhrases()
{
    QStringList wanted = contextWords();
    for (const Place &place : places())
        wanted.append(place.words);
    for (const Finding &finding : catalogue()) {
        for (const MatchRule &rule : finding.match) {
            for (const char *fragment : rule.all)
                wanted.append(QString::fromUtf8(fragment).toLower());
        }
        for (const char *words : finding.secondSign.words)
            wanted.append(QString::fromUtf8(words));
    }
    for (const ProgramWordings &program : wordings()) {
        for (const Wording &wording : program.wordings) {
            for (const auto &list : {wording.all, wording.unless, wording.beside}) {
                for (const char *words : list)
                    wanted.append(QString::fromUtf8(words));
            }
        }
    }
    // A wording may name a short word, such as a status. It is looked for by itself.
    wanted.removeIf([](const QString &words) { return words.size() < shortestPhrase; });
    wanted.removeDuplicates();
    return wanted;
}

const Phrases &phrases()
{
    static const Phrases all(wantedPhrases(), Phrases::Ends::WholeWords);
    return all;
}

Said saidIn(const QString &folded)
{
    static const WrappedPhrases wrapped(wantedPhrases());
    Said said = phrases().placesIn(folded);
    const Said across = wrapped.placesIn(folded);
    for (const auto &[phrase, at] : across.asKeyValueRange()) {
        if (!said.contains(phrase))
            said.insert(phrase, at);
    }
    return said;
}

struct Heard {
    Statement statement;
    Said said;
};

// One statement, with those that stand around it.
struct Spoken {
    const std::deque<Heard> &around;
    std::size_t index; // in `around`
    Scope scope;

    const Statement &statement() const { return around[index].statement; }
    const QString &folded() const { return statement().folded; }
    bool says(const QString &lowered) const { return placeOf(lowered) >= 0; }

    qsizetype placeOf(const QString &lowered) const
    {
        if (lowered.size() < shortestPhrase) {
            for (qsizetype at = folded().indexOf(lowered); at >= 0; at = folded().indexOf(lowered, at + 1)) {
                if (hasWholeWordsAt(folded(), at, lowered))
                    return at;
            }
            return -1;
        }
        return around[index].said.value(lowered, -1);
    }

    bool matchesNearby(const QRegularExpression &pattern) const
    {
        return std::ranges::any_of(
            around, [&](const Heard &heard) { return pattern.match(heard.statement.folded).hasMatch(); });
    }

    bool saysNearby(const QString &lowered) const
    {
        return says(lowered)
            || std::ranges::any_of(around, [&](const Heard &heard) { return heard.said.contains(lowered); });
    }
};

bool isSpokenOf(const Place &place, const Spoken &text)
{
    return std::ranges::any_of(place.words, [&](const QString &words) { return text.saysNearby(words); });
}

// ---- What was found -------------------------------------------------------------------------------

QString quoted(const QStringList &fragments)
{
    QStringList shown;
    for (const QString &fragment : fragments) {
        constexpr qsizetype enough = 80;
        shown.append(u'“' + (fragment.size() > enough ? fragment.left(enough) + u'…' : fragment) + u'”');
    }
    return shown.join(QCoreApplication::translate("PastedText", " and "));
}

struct Hit {
    double confidence = 0;
    QString why;
    QStringList fragments; // lower case; empty when no words of the catalogue led here
    QStringList shown = {}; // the same, as the text for people quotes them
    bool own = true; // false: only because a symptom is there, or with another hit
    bool weighed = false; // by a wording, which knows the words it stands beside
    Statement::Line line = {}; // that led here; number 0: none did
    size_t statement = 0; // key of its statement
};

bool isSymptom(FindingId finding)
{
    const Finding *entry = findFinding(finding);
    return entry && entry->nature == Nature::Symptom;
}

class Hits {
public:
    // What the statement, at this place, speaks for.
    void add(const Spoken &spoken, FindingId finding, Hit hit, qsizetype at)
    {
        const Finding *entry = findFinding(finding);
        if (!entry || !spoken.scope.allows(*entry, at))
            return;
        const Statement &statement = spoken.statement();
        hit.line = statement.lines[statement.indexOfLineAt(at)];
        hit.statement = statement.key;
        add(finding, std::move(hit));
    }

    void add(FindingId finding, Hit hit)
    {
        constexpr double symptomShare = 0.8;
        if (isSymptom(finding))
            hit.confidence *= symptomShare;
        Hit &kept = m_hits[finding];
        if (hit.confidence > kept.confidence)
            kept = std::move(hit);
    }

    // As it was weighed already.
    void keep(FindingId finding, Hit hit)
    {
        Hit &kept = m_hits[finding];
        if (hit.confidence > kept.confidence)
            kept = std::move(hit);
    }

    void atMost(FindingId finding, double limit)
    {
        if (const auto hit = m_hits.find(finding); hit != m_hits.end())
            hit->second.confidence = std::min(hit->second.confidence, limit);
    }

    // Unless it is as sure as that.
    void remove(FindingId finding, double sure = 1)
    {
        if (of(finding) < sure)
            m_hits.erase(finding);
    }

    double of(FindingId finding) const
    {
        const auto hit = m_hits.find(finding);
        return hit == m_hits.end() ? 0 : hit->second.confidence;
    }

    std::map<FindingId, Hit> &all() { return m_hits; }

private:
    std::map<FindingId, Hit> m_hits;
};

QStringList lowered(const QStringList &fragments)
{
    QStringList result;
    for (const QString &fragment : fragments)
        result.append(fragment.toLower());
    return result;
}

Hit hitByWords(const QStringList &words, double confidence)
{
    return {.confidence = confidence,
            .why = QCoreApplication::translate("PastedText", "The text says %1.").arg(quoted(words)),
            .fragments = lowered(words),
            .shown = words};
}

Hit hitByCode(const QString &code, double confidence)
{
    return {.confidence = confidence,
            .why = QCoreApplication::translate("PastedText", "The text contains %1.").arg(code),
            .fragments = {code.toLower()}};
}

// The longer the words, the less likely they came by chance. A code of a service is short and sure.
double confidenceIn(const QStringList &fragments)
{
    static const QRegularExpression code(u"^(?:TF\\d{5,7}|VS\\d{6,7}|AADSTS\\d{4,8}):?$"_s);
    constexpr qsizetype worthOfCode = 45;
    qsizetype length = 0;
    for (const QString &fragment : fragments)
        length += code.match(fragment).hasMatch() ? worthOfCode : fragment.size();
    return 0.5 + 0.4 * (1 - std::exp(-double(length) / 40));
}

// ---- Printed texts of the catalogue, and the wordings of each program --------------------------------

// The tables hold plain literals; the search needs them as QString, once.
struct Compiled {
    FindingId finding;
    double weight = 0;
    bool weighed = false; // by a wording; the printed texts of the catalogue are weighed by their length
    QStringList shown; // as they are quoted
    QStringList all; // lower case
    QStringList unless;
    QStringList beside;
};

QStringList textsOf(const std::vector<const char *> &literals)
{
    QStringList texts;
    for (const char *literal : literals)
        texts.append(QString::fromUtf8(literal));
    return texts;
}

// Codes as the services write them.
QStringList withCodes(QStringList words)
{
    static const QRegularExpression code(u"\\b(?:tf|vs|aadsts)\\d{4,8}\\b"_s);
    for (QString &text : words) {
        const QString before = text;
        for (auto match = code.globalMatch(before); match.hasNext();) {
            const QRegularExpressionMatch next = match.next();
            text.replace(next.capturedStart(), next.capturedLength(), next.captured().toUpper());
        }
    }
    return words;
}

const std::vector<Compiled> &compiledWords()
{
    static const std::vector<Compiled> all = [] {
        std::vector<Compiled> compiled;
        for (const Finding &finding : catalogue()) {
            for (const MatchRule &rule : finding.match) {
                const QStringList shown = textsOf(rule.all);
                compiled.push_back({finding.id, confidenceIn(shown), false, shown, lowered(shown), {}, {}});
            }
        }
        for (const ProgramWordings &program : wordings()) {
            for (const Wording &wording : program.wordings) {
                const QStringList words = textsOf(wording.all);
                compiled.push_back({wording.finding, wording.weight, true, withCodes(words), words,
                                    textsOf(wording.unless), textsOf(wording.beside)});
            }
        }
        return compiled;
    }();
    return all;
}

void lookUpWords(const Spoken &text, Hits *hits)
{
    const auto isThere = [&](const QString &words) { return text.says(words); };
    const auto isNearby = [&](const QString &words) { return text.saysNearby(words); };
    for (const Compiled &words : compiledWords()) {
        if (!std::ranges::all_of(words.all, isThere) || std::ranges::any_of(words.unless, isThere))
            continue;
        if (!words.beside.isEmpty() && std::ranges::none_of(words.beside, isNearby))
            continue;
        Hit hit = hitByWords(words.shown, words.weight);
        hit.weighed = words.weighed;
        hits->add(text, words.finding, std::move(hit), text.placeOf(words.all.first()));
    }
}

// ---- Codes and wordings of Azure DevOps and Entra ---------------------------------------------------

void lookUpServiceErrors(const Spoken &text, Hits *hits)
{
    static const QRegularExpression code(u"^[A-Z]+\\d+$"_s);
    for (const ServiceErrorMention &mention : serviceErrorsIn(text.folded())) {
        const FindingId finding = findingForServiceError(QLatin1StringView(mention.ruleId.toLatin1()));
        const qsizetype at = std::max<qsizetype>(0, text.folded().indexOf(mention.words.toLower()));
        if (code.match(mention.words).hasMatch())
            hits->add(text, finding, hitByCode(mention.words, 0.78), at);
        else
            hits->add(text, finding, hitByWords({mention.words}, confidenceIn({mention.words})), at);
        for (const Finding &neighbour : catalogue()) {
            for (const OtherMeaning &meaning : neighbour.alsoMeantBy) {
                if (meaning.rule != mention.ruleId)
                    continue;
                Hit hit = hitByCode(mention.words, meaning.weight);
                hit.why = QCoreApplication::translate("PastedText", "%1 can also come from this.")
                              .arg(mention.words);
                hit.own = false;
                hits->add(text, neighbour.id, hit, at);
            }
        }
    }
}

// ---- What the provider and its credentials say -----------------------------------------------------

constexpr const char *chainSaysSo =
    QT_TRANSLATE_NOOP("PastedText", "The chain of credentials has only the Azure CLI in it.");

struct Attempt {
    QString credential; // "managedidentitycredential"
    QString text; // from its name to the next one
    qsizetype at = 0;
};

// The credentials that the text lists, in order.
QList<Attempt> attemptsIn(const QString &folded)
{
    static const QRegularExpression name(
        u"\\b(?:environment|workloadidentity|clientassertion|clientsecret|clientcertificate|managedidentity|"
        "azurecli|azuredevelopercli|azurepipelines|azurepowershell)credential(?=:| authentication)"_s);
    constexpr qsizetype most = 12; // a chain has at most eight
    constexpr qsizetype longest = 8000; // an entry is a few lines
    const qsizetype list = std::max<qsizetype>(0, folded.indexOf(u"attempted credentials:"_s));
    QList<QRegularExpressionMatch> found;
    for (auto names = name.globalMatch(folded, list); names.hasNext() && found.size() < most;) {
        const QRegularExpressionMatch next = names.next();
        // Some libraries name the credential twice.
        const bool again = !found.isEmpty() && found.last().captured() == next.captured();
        if (!again)
            found.append(next);
    }
    QList<Attempt> attempts;
    for (qsizetype i = 0; i < found.size(); ++i) {
        const qsizetype begin = found[i].capturedStart();
        const qsizetype end = i + 1 < found.size() ? found[i + 1].capturedStart() : folded.size();
        attempts.append({found[i].captured(), folded.mid(begin, std::min(end - begin, longest)), begin});
    }
    return attempts;
}

Hit hitByClass(const char *why, double confidence)
{
    return {.confidence = confidence, .why = QCoreApplication::translate("PastedText", why), .fragments = {}};
}

// The findings whose signs, in that column, the text shows.
void lookUpSigns(const Spoken &spoken, const QString &text, qsizetype at,
                 std::vector<TextSign> Finding::*signs, double share, Hits *hits)
{
    struct Pattern {
        FindingId finding;
        QRegularExpression pattern;
        const TextSign *sign;
    };
    static QHash<int, QList<Pattern>> columns;
    QList<Pattern> &column = columns[signs == &Finding::signs ? 0 : 1];
    if (column.isEmpty()) {
        for (const Finding &finding : catalogue()) {
            for (const TextSign &sign : finding.*signs)
                column.append({finding.id, QRegularExpression(QString::fromUtf8(sign.pattern)), &sign});
        }
    }
    for (const auto &[finding, pattern, sign] : std::as_const(column)) {
        if (const auto match = pattern.match(text); match.hasMatch())
            hits->add(spoken, finding, hitByClass(sign->why, sign->weight * share),
                      at + match.capturedStart());
    }
}

void lookUpStatus(const Spoken &spoken, const Attempt &attempt, Hits *hits)
{
    static const QRegularExpression response(u"\\bresponse (?:status code )?(\\d{3})\\b"_s);
    const int status = response.match(attempt.text).captured(1).toInt();
    for (const Finding &finding : catalogue()) {
        for (const StatusSign &sign : finding.statusSigns) {
            if (sign.status != status)
                continue;
            const QString why =
                QCoreApplication::translate("PastedText", "The identity endpoint answered with status %1.");
            hits->add(spoken, finding.id,
                      {.confidence = sign.weight, .why = why.arg(status), .fragments = {}}, attempt.at);
        }
    }
}

void lookUpCredentials(const Spoken &text, Hits *hits)
{
    lookUpSigns(text, text.folded(), 0, &Finding::signs, 1, hits);

    const QList<Attempt> attempts = attemptsIn(text.folded());
    double share = 1;
    const Attempt *managedIdentity = nullptr;
    for (const Attempt &attempt : attempts) {
        lookUpSigns(text, attempt.text, attempt.at, &Finding::credentialSigns, share, hits);
        if (attempt.credential == "managedidentitycredential"_L1) {
            managedIdentity = &attempt;
            lookUpStatus(text, attempt, hits);
        }
        share *= 0.85;
    }

    // The Azure CLI comes last. Alone, it tells that the managed identity was not in the chain; after
    // the managed identity, that this one gave no token, which is then the cause.
    const bool chain = text.says(u"attempted credentials:"_s);
    if (managedIdentity) {
        hits->remove(finding::useMsiNotSet);
        hits->remove(finding::providerMsiRegression111);
        hits->remove(finding::arcUserAssignedUnsupported, 0.9);
        hits->atMost(finding::azNotFound, 0.45);
        hits->atMost(finding::azNotSignedIn, 0.45);
        if (attempts.last().credential == "azureclicredential"_L1) {
            hits->add(text, finding::azFallbackWrongIdentity,
                      hitByClass(QT_TRANSLATE_NOOP("PastedText",
                                                   "The Azure CLI was asked after the managed identity."),
                                 0.6),
                      attempts.last().at);
        }
        hits->atMost(finding::azFallbackWrongIdentity, 0.6);
    } else if (chain && attempts.size() == 1 && attempts.first().credential == "azureclicredential"_L1) {
        const qsizetype at = attempts.first().at;
        // Who uses the Azure CLI on purpose gets an error that tells more than that nobody is signed in.
        const bool nobodySignedIn =
            text.says(u"please run 'az login'"_s) || text.says(u"azure cli not found on path"_s);
        static const QRegularExpression meant(u"\\buse_msi\"? ?[=:] ?\"?(?:true|1)\\b"_s);
        static const QRegularExpression regression(u"\\bv?1\\.11\\.[01]\\b"_s);
        const bool msiWasSet = text.matchesNearby(meant);
        const bool faultyVersion = text.matchesNearby(regression);
        hits->add(text, finding::useMsiNotSet,
                  hitByClass(chainSaysSo,
                             msiWasSet            ? 0.5
                                 : nobodySignedIn ? 0.9
                                                  : 0.7),
                  at);
        if (faultyVersion || msiWasSet)
            hits->add(text, finding::providerMsiRegression111,
                      hitByClass(chainSaysSo, faultyVersion ? 0.93 : 0.86), at);
        hits->add(text, finding::providerMsiRegression111, hitByClass(chainSaysSo, 0.5), at);
        hits->add(text, finding::arcUserAssignedUnsupported, hitByClass(chainSaysSo, 0.45), at);
        hits->add(text, finding::clientIdFileMismatch, hitByClass(chainSaysSo, 0.3), at);
        hits->atMost(finding::azFallbackWrongIdentity, 0.4);
    } else if (chain) {
        hits->atMost(finding::azFallbackWrongIdentity, 0.4);
        hits->atMost(finding::providerMsiRegression111, 0.2);
    }
}

// ---- The network ---------------------------------------------------------------------------------------

// Nobody answers: at the metadata address it looks the same from every kind of machine.
void lookUpNetwork(const Spoken &text, Hits *hits)
{
    constexpr double sure = 0.8;
    const auto trouble = networkTroubleIn(text.statement());
    if (!trouble)
        return;
    using Target = NetworkTrouble::Target;
    using Event = NetworkTrouble::Event;
    const QStringList words =
        trouble->host.isEmpty() ? QStringList{trouble->words} : QStringList{trouble->host, trouble->words};
    const auto add = [&](FindingId finding, double weight) {
        hits->add(text, finding, hitByWords(words, weight), trouble->at);
    };
    switch (trouble->target) {
    case Target::Imds: {
        if (hits->of(finding::dockerDesktop403) >= sure)
            return;
        add(finding::imdsUnreachable, 0.72);
        add(finding::notOnAzure, 0.62);
        add(finding::containerBridgeNoImds,
            isSpokenOf(placeOf(finding::containerBridgeNoImds), text) ? 0.74 : 0.35);
        for (const FindingId there : {finding::containerAppEnvMismatch, finding::arcEnvNotLoaded}) {
            if (isSpokenOf(placeOf(there), text))
                add(there, 0.76);
        }
        return;
    }
    case Target::ArcAgent:
        return add(finding::arcAgentDown, 0.86);
    case Target::AppService:
        add(finding::identityEndpointLeftover, 0.8);
        return add(finding::identityEndpointServerError, 0.7);
    case Target::AzureDevOps:
        add(finding::firewallMissingHosts, 0.74);
        if (trouble->event == Event::UnknownHost && trouble->host.contains("visualstudio"_L1))
            add(finding::orgUrlWrong, 0.7);
        return add(finding::networkFailed, 0.6);
    case Target::Entra:
        add(finding::firewallMissingHosts, 0.74);
        return add(finding::networkFailed, 0.6);
    case Target::Proxy:
        if (text.folded().contains("metadata/identity"_L1))
            add(finding::proxyEatsImds, 0.88);
        add(finding::networkFailed, 0.72);
        return add(finding::firewallMissingHosts, 0.55);
    case Target::Unnamed:
        if (text.says(u"managedidentitycredential"_s)) {
            add(finding::imdsUnreachable, 0.7);
            return add(finding::notOnAzure, 0.6);
        }
        // The sentence alone. With other words around it, it is some program's and some server's.
        if (constexpr qsizetype oneSentence = 120;
            trouble->event == Event::Reset && text.folded().size() < oneSentence)
            add(finding::firewallMissingHosts, 0.6);
        return;
    }
}

// Short answers that mean one thing or another by who gave them.
void lookUpShortAnswers(const Spoken &text, Hits *hits)
{
    const QString notFound = u"identity not found"_s;
    if (const qsizetype at = text.placeOf(notFound); at >= 0) {
        const auto add = [&](FindingId finding, const QStringList &words, double weight) {
            hits->add(text, finding, hitByWords(words, weight), at);
        };
        const QStringList words{u"Identity not found"_s};
        add(finding::identityNotAssigned, words, 0.8);
        for (const auto &[there, weight] : {std::pair(finding::aksWorkloadIdentityNotMsi, 0.86),
                                            std::pair(finding::hostedAgentNoIdentity, 0.88)}) {
            for (const QString &place : placeOf(there).words) {
                if (text.saysNearby(place))
                    add(there, words + QStringList{place}, weight);
            }
        }
        const bool variable = !text.saysNearby(u"missing environment variable"_s)
            && (text.saysNearby(u"arm_client_id"_s) || text.saysNearby(u"azure_client_id"_s));
        add(finding::envClientIdLeftover, words, variable ? 0.84 : 0.4);
        add(finding::objectIdAsClientId, words, 0.38);
        add(finding::hostedAgentNoIdentity, words, 0.45);
    }

    static const QRegularExpression status(
        u"\\b(?:http(?:/[12.]{1,3})?|status|status code):? (203|429)\\b"_s);
    const QRegularExpressionMatch match = status.match(text.folded());
    const QString code = match.captured(1);
    const QString why = QCoreApplication::translate("PastedText", "The text tells of status %1.").arg(code);
    const auto add = [&](FindingId finding, double weight) {
        hits->add(text, finding, {.confidence = weight, .why = why, .fragments = {}}, match.capturedStart());
    };
    if (code == "203"_L1) {
        add(finding::wrongAudience, 0.55);
        add(finding::htmlInsteadOfJson, 0.55);
    } else if (code == "429"_L1) {
        add(finding::devopsRateLimited, 0.5);
    }
}

// A method of sign-in that was refused, in a text that also tells that the managed identity was meant.
void lookUpOutranked(const Spoken &text, Hits *hits)
{
    static const QRegularExpression meant(u"\\b(?:arm_)?use_msi ?= ?\"?(?:true|1)\\b"_s);
    const double other =
        std::max({hits->of(finding::clientCredentialRejected), hits->of(finding::appNotInTenant),
                  hits->of(finding::federatedSetupMismatch)});
    if (other == 0)
        return;
    if (meant.match(text.folded()).hasMatch()) {
        hits->add(text, finding::envSecretOrOidcBeatsMsi,
                  hitByClass(QT_TRANSLATE_NOOP(
                                 "PastedText",
                                 "The text speaks of use_msi, and another method of sign-in was refused."),
                             0.92),
                  0);
    } else {
        hits->add(text, finding::envSecretOrOidcBeatsMsi,
                  hitByClass(QT_TRANSLATE_NOOP(
                                 "PastedText",
                                 "A method of sign-in was refused that the managed identity does not use."),
                             0.4),
                  0);
    }
}

// ---- Ranking ------------------------------------------------------------------------------------------

// Words that are part of the longer words of another hit do not speak for themselves.
void lowerWhatIsPartOfMore(Hits *hits)
{
    constexpr double partShare = 0.6;
    constexpr double sameShare = 0.75;
    const std::map<FindingId, Hit> before = hits->all();
    for (auto &[finding, hit] : hits->all()) {
        if (hit.fragments.isEmpty() || !hit.own || hit.weighed)
            continue;
        double share = 1;
        for (const auto &[otherFinding, other] : before) {
            if (otherFinding == finding || other.fragments.isEmpty() || !other.own)
                continue;
            if (other.fragments == hit.fragments) {
                if (findingOf(otherFinding).usual)
                    share = std::min(share, sameShare);
                continue;
            }
            bool part = true;
            for (const QString &mine : std::as_const(hit.fragments)) {
                bool within = false;
                for (const QString &longer : other.fragments)
                    within = within || containsWholeWords(longer, mine);
                part = part && within;
            }
            if (part)
                share = partShare;
        }
        if (share == partShare)
            hit.own = false;
        hit.confidence *= share;
    }
}

void applySecondSigns(const Spoken &text, Hits *hits)
{
    const auto isThere = [&](const char *words) { return text.saysNearby(QString::fromUtf8(words)); };
    for (auto &[finding, hit] : hits->all()) {
        const SecondSign &sign = findingOf(finding).secondSign;
        if (std::ranges::any_of(sign.words, isThere))
            hit.confidence += sign.weight;
    }
}

QString orList(QStringList items)
{
    if (items.size() < 2)
        return items.join(QString());
    const QString last = items.takeLast();
    return (items.size() == 1 ? QCoreApplication::translate("PastedText", "%1 or %2")
                              : QCoreApplication::translate("PastedText", "%1, or %2"))
        .arg(items.join(u", "_s), last);
}

// The same words mean something else on another kind of host. Where the text does not speak of one, the
// reason says so: whoever knows that it was there knows better.
void nameWhatIsNotSpokenOf(const Spoken &text, Hits *hits)
{
    constexpr qsizetype most = 3;
    for (auto &[finding, hit] : hits->all()) {
        if (hit.shown.isEmpty())
            continue;
        QStringList unspoken;
        for (const Place &place : places()) {
            if (place.changes.contains(finding) && unspoken.size() < most && !isSpokenOf(place, text))
                unspoken.append(QCoreApplication::translate("PastedText", place.name));
        }
        if (unspoken.isEmpty())
            continue;
        hit.why =
            QCoreApplication::translate("PastedText", "The text says %1, and nothing near it speaks of %2.")
                .arg(quoted(hit.shown), orList(unspoken));
    }
}

void rankSymptoms(Hits *hits)
{
    constexpr double step = 0.05;
    const std::map<FindingId, Hit> before = hits->all();
    for (const auto &[finding, symptom] : before) {
        if (!isSymptom(finding))
            continue;
        double usual = 0.3;
        for (const FindingId cause : findFinding(finding)->causes) {
            const auto known = before.find(cause);
            if (known != before.end() && known->second.own) {
                hits->atMost(finding, std::max(0.0, known->second.confidence - step));
            } else if (known == before.end()) {
                const QString why = QCoreApplication::translate(
                    "PastedText", "It is often behind the finding %1; the text itself does not tell.");
                hits->add(
                    cause,
                    {.confidence = usual, .why = why.arg(finding.toString()), .fragments = {}, .own = false});
            }
            usual -= 0.03;
        }
    }
}

qsizetype placeInCatalogue(FindingId finding)
{
    return findFinding(finding) - catalogue().data();
}

// ---- What surrounds the answer ----------------------------------------------------------------------

// What a program prints tells which versions of it can have printed it.
struct Settled {
    const char *words; // lower case
    const char *sentence;
};

// Sources: changes of the provider's versions 1.0.1 and 1.11.0, of the Azure CLI's commands, and of the Azure
// SDKs' libraries for managed identities.
constexpr Settled settledByWords[] = {
    {"failed to get auth from auth cache",
     QT_TRANSLATE_NOOP("PastedText", "Version 1.11.0 or later of the provider printed this.")},
    {"no valid credentials found",
     QT_TRANSLATE_NOOP("PastedText", "A version of the provider from 1.0.1 to 1.10 printed this.")},
    {"an argument named \"use_msi\" is not expected here",
     QT_TRANSLATE_NOOP("PastedText", "The provider is older than version 1.0.0.")},
    {"an argument named \"use_cli\" is not expected here",
     QT_TRANSLATE_NOOP("PastedText", "The provider is older than version 1.11.0.")},
    {"an argument named \"client_id_file_path\" is not expected here",
     QT_TRANSLATE_NOOP("PastedText", "The provider is older than version 1.11.0.")},
    {"an argument named \"auxiliary_tenant_ids\" is not expected here",
     QT_TRANSLATE_NOOP("PastedText", "The provider is older than version 1.11.0.")},
    {"an argument named \"oidc_tfc_tag\" is not expected here",
     QT_TRANSLATE_NOOP("PastedText",
                       "The provider is version 1.11.0 or later, which removed this argument.")},
    {"passing the managed identity id with --username",
     QT_TRANSLATE_NOOP("PastedText", "The Azure CLI is a version that no longer accepts --username here.")},
};

struct Wanted {
    const char *says; // lower case
    const char *lacks;
    const char *sentence;
};

constexpr Wanted wantedLines[] = {
    {"failed to acquire a token",
     "credential:", QT_TRANSLATE_NOOP("PastedText", "Also paste the lines below “Attempted credentials”.")},
    {"failed to get aad token", "attempted credentials",
     QT_TRANSLATE_NOOP("PastedText", "Also paste the lines below “Attempted credentials”.")},
    {"azureclicredential", "attempted credentials",
     QT_TRANSLATE_NOOP("PastedText", "Paste the lines above, from “Attempted credentials” on.")},
    {"failed to new credential", "[debug]",
     QT_TRANSLATE_NOOP("PastedText",
                       "Run Terraform with TF_LOG=DEBUG, and paste its lines about credentials.")},
    {"managedidentitycredential authentication failed", "response ",
     QT_TRANSLATE_NOOP("PastedText", "Paste the lines that follow, down to the response of the endpoint.")},
    {"bad request", "error",
     QT_TRANSLATE_NOOP("PastedText", "Paste the body of the response, which names the reason.")},
};

// Which of the words above a text of any size says.
class Surroundings {
public:
    void add(const Statement &statement)
    {
        for (const Settled &row : settledByWords)
            note(row.words, statement);
        for (const Wanted &row : wantedLines) {
            note(row.says, statement);
            note(row.lacks, statement);
        }
    }

    void addTo(PastedExplanation *explanation) const
    {
        const auto add = [](QStringList *list, const char *sentence) {
            const QString told = QCoreApplication::translate("PastedText", sentence);
            if (!list->contains(told))
                list->append(told);
        };
        for (const Settled &row : settledByWords) {
            if (m_said.contains(row.words))
                add(&explanation->settled, row.sentence);
        }
        for (const Wanted &row : wantedLines) {
            if (m_said.contains(row.says) && !m_said.contains(row.lacks))
                add(&explanation->wanted, row.sentence);
        }
    }

private:
    void note(const char *words, const Statement &statement)
    {
        if (!m_said.contains(words) && statement.folded.contains(QLatin1StringView(words)))
            m_said.insert(words);
    }

    QSet<const char *> m_said; // of the rows above
};

// The findings that share most of the words of one of their wordings with the text.
class Closest {
public:
    void add(const Statement &statement)
    {
        for (const QStringView word : QStringView(statement.folded).tokenize(u' ')) {
            if (isLong(word) && wordsOfAll().contains(word.toString()))
                m_said.insert(word.toString());
        }
    }

    QList<FindingId> findings() const
    {
        constexpr double mostOfThem = 0.7;
        constexpr qsizetype enoughWords = 4;
        constexpr qsizetype most = 3;
        std::map<FindingId, double> shares;
        for (const Compiled &words : compiledWords()) {
            const QStringList parts = longPartsOf(words);
            if (parts.size() < enoughWords)
                continue;
            const auto there =
                std::ranges::count_if(parts, [this](const QString &word) { return m_said.contains(word); });
            double &share = shares[words.finding];
            share = std::max(share, double(there) / double(parts.size()));
        }
        QList<FindingId> closest;
        for (const auto &[finding, share] : shares) {
            if (share >= mostOfThem)
                closest.append(finding);
        }
        std::sort(closest.begin(), closest.end(), [&](FindingId a, FindingId b) {
            return shares[a] != shares[b] ? shares[a] > shares[b] : a < b;
        });
        return closest.mid(0, most);
    }

private:
    static bool isLong(QStringView word)
    {
        constexpr qsizetype shortWord = 3;
        return word.size() > shortWord;
    }

    static QStringList longPartsOf(const Compiled &words)
    {
        QStringList parts = words.all.join(u' ').split(u' ', Qt::SkipEmptyParts);
        parts.removeIf([](const QString &word) { return !isLong(word); });
        return parts;
    }

    static const QSet<QString> &wordsOfAll()
    {
        static const QSet<QString> all = [] {
            QSet<QString> words;
            for (const Compiled &compiled : compiledWords()) {
                for (const QString &word : longPartsOf(compiled))
                    words.insert(word);
            }
            return words;
        }();
        return all;
    }

    QSet<QString> m_said;
};

// Whether a text of any size shows a secret. It is searched in pieces that overlap, because a piece can end
// within one.
class SecretSearch {
public:
    void add(QStringView text)
    {
        if (m_found)
            return;
        constexpr qsizetype enough = 256 * 1024;
        m_waiting.append(text);
        if (m_waiting.size() >= enough)
            search();
    }

    bool found()
    {
        if (!m_found)
            search();
        return m_found;
    }

private:
    void search()
    {
        constexpr qsizetype longest = 8 * 1024; // of a secret
        m_found = !findSecrets(m_waiting.toUtf8()).isEmpty();
        m_waiting = m_found ? QString() : m_waiting.right(longest);
    }

    QString m_waiting;
    bool m_found = false;
};

// The line that a cause names. It is cut after the secrets in it are.
QString quoteOf(const Statement::Line &line)
{
    constexpr qsizetype longest = 200;
    const QString shown = redacted(line.original.trimmed());
    return shown.size() > longest ? shown.left(longest) + u'…' : shown;
}

} // namespace

// ---- The whole ----------------------------------------------------------------------------------------

class PastedReader::Reading {
public:
    Reading()
        : m_statements([this](Statement statement) { take(std::move(statement)); })
    {
    }

    void add(QByteArrayView bytes)
    {
        const QString text = m_decoder(bytes);
        addText(text);
    }

    void addText(QStringView text)
    {
        m_secrets.add(text);
        for (qsizetype from = 0; from < text.size();) {
            const qsizetype newLine = text.indexOf(u'\n', from);
            const qsizetype end = newLine < 0 ? text.size() : newLine;
            while (from < end) {
                const QStringView part = text.mid(from, std::min(end - from, longestPiece));
                m_line.append(part);
                from += part.size();
                if (m_line.size() > longestPiece)
                    addPiece(endOfPiece());
            }
            if (newLine < 0)
                return;
            addPiece(m_line.size());
            m_lineGoesOn = false;
            from = newLine + 1;
        }
    }

    PastedExplanation finish()
    {
        addPiece(m_line.size());
        m_statements.finish();
        while (m_next < m_around.size())
            evaluateNext();
        rankSymptoms(&m_hits);

        constexpr qsizetype most = 10;
        constexpr double highest = 0.95; // a text can always be about something else
        PastedExplanation explanation;
        for (const auto &[finding, hit] : m_hits.all()) {
            Cause cause;
            cause.finding = finding;
            cause.confidence = std::round(std::min(hit.confidence, highest) * 100) / 100;
            cause.why = hit.why;
            if (hit.line.number > 0) {
                cause.line = hit.line.number;
                cause.quote = quoteOf(hit.line);
                cause.times = m_statements.timesOf(hit.statement);
            }
            explanation.causes.append(cause);
        }
        std::ranges::sort(explanation.causes, [](const Cause &a, const Cause &b) {
            return a.confidence != b.confidence ? a.confidence > b.confidence
                                                : placeInCatalogue(a.finding) < placeInCatalogue(b.finding);
        });
        explanation.causes = explanation.causes.mid(0, most);
        m_surroundings.addTo(&explanation);
        if (explanation.causes.isEmpty())
            explanation.closest = m_closest.findings();
        explanation.heldSecret = m_secrets.found();
        return explanation;
    }

private:
    // A line can be a whole log in JSON. It is read like a log of many lines.
    static constexpr qsizetype longestPiece = 32'000; // characters

    // A piece ends where no secret can go on, so that no rest of one is taken for plain text.
    qsizetype endOfPiece() const
    {
        for (qsizetype end = longestPiece; end > longestPiece / 2; --end) {
            const QChar c = m_line[end - 1];
            if (c.isSpace() || c == u',' || c == u';' || c == u'"')
                return end;
        }
        return longestPiece;
    }

    void addPiece(qsizetype size)
    {
        const QStringView piece = QStringView(m_line).left(size);
        if (m_lineGoesOn)
            m_statements.addRestOfLine(piece);
        else
            m_statements.addLine(piece);
        m_line.remove(0, size);
        m_lineGoesOn = true;
    }

    void take(Statement statement)
    {
        Said said = saidIn(statement.folded);
        m_around.push_back({std::move(statement), std::move(said)});
        if (m_around.size() > m_next + statementsAround)
            evaluateNext();
    }

    // The next statement, once those after it are known.
    void evaluateNext()
    {
        const Spoken spoken{m_around, m_next, Scope(m_around[m_next].statement)};
        m_surroundings.add(spoken.statement());
        m_closest.add(spoken.statement());
        Hits hits;
        lookUpWords(spoken, &hits);
        lookUpServiceErrors(spoken, &hits);
        lookUpCredentials(spoken, &hits);
        lookUpNetwork(spoken, &hits);
        lookUpShortAnswers(spoken, &hits);
        lowerWhatIsPartOfMore(&hits);
        applySecondSigns(spoken, &hits);
        lookUpOutranked(spoken, &hits);
        nameWhatIsNotSpokenOf(spoken, &hits);
        for (auto &[finding, hit] : hits.all())
            m_hits.keep(finding, std::move(hit));
        if (m_next == statementsAround)
            m_around.pop_front();
        else
            ++m_next;
    }

    QStringDecoder m_decoder{QStringDecoder::Utf8};
    QString m_line; // that has not ended yet
    bool m_lineGoesOn = false; // a piece of it was read
    StatementReader m_statements;
    std::deque<Heard> m_around; // the next statement with those beside it
    std::size_t m_next = 0; // in m_around
    Hits m_hits;
    Surroundings m_surroundings;
    Closest m_closest;
    SecretSearch m_secrets;
};

PastedReader::PastedReader()
    : m_reading(std::make_unique<Reading>())
{
}

PastedReader::~PastedReader() = default;

void PastedReader::add(QByteArrayView utf8)
{
    m_reading->add(utf8);
}

void PastedReader::add(QStringView text)
{
    m_reading->addText(text);
}

PastedExplanation PastedReader::finish()
{
    return m_reading->finish();
}

PastedExplanation explainPastedText(QStringView text)
{
    PastedReader reader;
    reader.add(text);
    return reader.finish();
}

} // namespace signet
