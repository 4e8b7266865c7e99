#include "core/findings/pastedtext.h"

#include "core/findings/catalogue.h"
#include "core/findings/findingmap.h"
#include "core/findings/pasted/network.h"
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

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// ---- The text, statement by statement ------------------------------------------------------------

constexpr qsizetype statementsAround = 3; // a second sign stands in the same error or near it

// The phrases that are looked for, as far as a statement says them, with their places.
using Said = QHash<QString, qsizetype>;

const QStringList &contextWords()
{
    static const QStringList words{u"attempted credentials:"_s,
                                   u"azureclicredential"_s,
                                   u"docker"_s,
                                   u"container"_s,
                                   u"container app"_s,
                                   u"containerapp"_s,
                                   u"container apps"_s,
                                   u"azcmagent"_s,
                                   u"himds"_s,
                                   u"azure arc"_s,
                                   u"arc-enabled"_s,
                                   u"on-premises"_s,
                                   u"kubernetes"_s,
                                   u"aks cluster"_s,
                                   u"serviceaccount"_s,
                                   u"a pod"_s,
                                   u"identity not found"_s,
                                   u"arm_client_id"_s,
                                   u"azure_client_id"_s,
                                   u"missing environment variable"_s,
                                   u"app service"_s,
                                   u"function app"_s,
                                   u"website_site_name"_s};
    return words;
}

QStringList wantedPhrases()
{
    QStringList wanted = contextWords();
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

// Without blanks, to the phrase itself. Short ones could come together by chance.
QHash<QString, QString> squashedPhrases()
{
    constexpr qsizetype unmistakable = 20;
    QHash<QString, QString> all;
    for (const QString &phrase : wantedPhrases()) {
        if (phrase.size() >= unmistakable)
            all.insert(QString(phrase).remove(u' '), phrase);
    }
    return all;
}

Said saidIn(const QString &folded)
{
    Said said = phrases().placesIn(folded);
    // Lines that were wrapped inside a word, or blanks that an editor added in JSON.
    static const QHash<QString, QString> squashed = squashedPhrases();
    static const Phrases squashedOnly(squashed.keys(), Phrases::Ends::Anywhere);
    const Said found = squashedOnly.placesIn(QString(folded).remove(u' '));
    for (const auto &[phrase, at] : found.asKeyValueRange()) {
        if (!said.contains(squashed.value(phrase)))
            said.insert(squashed.value(phrase), std::min(at, folded.size() - 1)); // about there
    }
    return said;
}

struct Pasted {
    QList<Statement> statements;
    QList<Said> said; // of each
};

// One statement, with what stands around it.
struct Spoken {
    const Pasted &all;
    qsizetype index;
    Scope scope;

    const QString &folded() const { return all.statements[index].folded; }
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
        return all.said[index].value(lowered, -1);
    }

    bool matchesNearby(const QRegularExpression &pattern) const
    {
        const qsizetype last = std::min(all.said.size() - 1, index + statementsAround);
        for (qsizetype i = std::max<qsizetype>(0, index - statementsAround); i <= last; ++i) {
            if (pattern.match(all.statements[i].folded).hasMatch())
                return true;
        }
        return false;
    }

    bool saysNearby(const QString &lowered) const
    {
        const qsizetype last = std::min(all.said.size() - 1, index + statementsAround);
        for (qsizetype i = std::max<qsizetype>(0, index - statementsAround); i <= last; ++i) {
            if (all.said[i].contains(lowered))
                return true;
        }
        return says(lowered);
    }
};

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
    bool own = true; // false: only because a symptom is there, or with another hit
    bool weighed = false; // by a wording, which knows the words it stands beside
    qsizetype statement = -1; // that led here
    qsizetype at = 0; // in it
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
        hit.statement = spoken.index;
        hit.at = at;
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
            .fragments = lowered(words)};
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
                compiled.push_back({wording.finding, wording.weight, true, words, words,
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
    const auto trouble = networkTroubleIn(text.all.statements[text.index]);
    if (!trouble)
        return;
    using Target = NetworkTrouble::Target;
    using Event = NetworkTrouble::Event;
    const QStringList words =
        trouble->host.isEmpty() ? QStringList{trouble->words} : QStringList{trouble->host, trouble->words};
    const auto add = [&](FindingId finding, double weight) {
        hits->add(text, finding, hitByWords(words, weight), trouble->at);
    };
    const auto saysAny = [&text](std::initializer_list<QString> any) {
        return std::ranges::any_of(any, [&](const QString &phrase) { return text.saysNearby(phrase); });
    };
    switch (trouble->target) {
    case Target::Imds: {
        if (hits->of(finding::dockerDesktop403) >= sure)
            return;
        add(finding::imdsUnreachable, 0.72);
        add(finding::notOnAzure, 0.62);
        const bool inContainer = saysAny({u"docker"_s, u"container"_s});
        add(finding::containerBridgeNoImds, inContainer ? 0.74 : 0.35);
        if (saysAny({u"container app"_s, u"container apps"_s, u"containerapp"_s}))
            add(finding::containerAppEnvMismatch, 0.76);
        if (saysAny({u"azcmagent"_s, u"himds"_s, u"azure arc"_s, u"arc-enabled"_s, u"on-premises"_s}))
            add(finding::arcEnvNotLoaded, 0.76);
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
        for (const QString &place : {u"a pod"_s, u"kubernetes"_s, u"aks cluster"_s, u"serviceaccount"_s}) {
            if (text.saysNearby(place))
                add(finding::aksWorkloadIdentityNotMsi, words + QStringList{place}, 0.86);
        }
        const bool variable = !text.saysNearby(u"missing environment variable"_s)
            && (text.saysNearby(u"arm_client_id"_s) || text.saysNearby(u"azure_client_id"_s));
        add(finding::envClientIdLeftover, words, variable ? 0.84 : 0.4);
        add(finding::objectIdAsClientId, words, 0.38);
        for (const char *place : findingOf(finding::hostedAgentNoIdentity).secondSign.words) {
            const QString where = QString::fromUtf8(place);
            if (text.saysNearby(where))
                add(finding::hostedAgentNoIdentity, words + QStringList{where}, 0.88);
        }
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

void addVersionsAndWishes(const Pasted &text, PastedExplanation *explanation)
{
    const auto says = [&](const char *words) {
        return std::ranges::any_of(text.statements, [&](const Statement &statement) {
            return statement.folded.contains(QString::fromUtf8(words));
        });
    };
    const auto add = [](QStringList *list, const char *sentence) {
        const QString told = QCoreApplication::translate("PastedText", sentence);
        if (!list->contains(told))
            list->append(told);
    };
    for (const Settled &row : settledByWords) {
        if (says(row.words))
            add(&explanation->settled, row.sentence);
    }
    for (const Wanted &row : wantedLines) {
        if (says(row.says) && !says(row.lacks))
            add(&explanation->wanted, row.sentence);
    }
}

// The findings that share most of the words of one of their wordings with the text.
QList<FindingId> closestTo(const Pasted &text)
{
    constexpr double mostOfThem = 0.7;
    constexpr qsizetype enoughWords = 4;
    constexpr qsizetype most = 3;
    constexpr qsizetype shortWord = 3;
    QSet<QString> said;
    for (const Statement &statement : text.statements) {
        for (const QStringView word : QStringView(statement.folded).tokenize(u' '))
            said.insert(word.toString());
    }
    std::map<FindingId, double> shares;
    for (const Compiled &words : compiledWords()) {
        const QStringList parts = words.all.join(u' ').split(u' ', Qt::SkipEmptyParts);
        const auto isLong = [](const QString &word) { return word.size() > shortWord; };
        const auto count = std::ranges::count_if(parts, isLong);
        if (count < enoughWords)
            continue;
        const auto there = std::ranges::count_if(
            parts, [&](const QString &word) { return isLong(word) && said.contains(word); });
        double &share = shares[words.finding];
        share = std::max(share, double(there) / double(count));
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

// The lines that the causes name.
void addQuotes(QStringView original, QList<Cause> *causes)
{
    constexpr qsizetype longest = 200;
    int number = 0;
    for (const QStringView line : original.tokenize(u'\n')) {
        ++number;
        for (Cause &cause : *causes) {
            if (cause.line != number)
                continue;
            const QString shown = redacted(line.toString().trimmed());
            cause.quote = shown.size() > longest ? shown.left(longest) + u'…' : shown;
        }
    }
}

} // namespace

PastedExplanation explainPastedText(QStringView original)
{
    constexpr qsizetype most = 10;
    constexpr double highest = 0.95; // a text can always be about something else
    Pasted text;
    text.statements = statementsIn(original);
    for (const Statement &statement : std::as_const(text.statements))
        text.said.append(saidIn(statement.folded));

    Hits all;
    for (qsizetype i = 0; i < text.statements.size(); ++i) {
        const Spoken spoken{text, i, Scope(text.statements[i])};
        Hits hits;
        lookUpWords(spoken, &hits);
        lookUpServiceErrors(spoken, &hits);
        lookUpCredentials(spoken, &hits);
        lookUpNetwork(spoken, &hits);
        lookUpShortAnswers(spoken, &hits);
        lowerWhatIsPartOfMore(&hits);
        applySecondSigns(spoken, &hits);
        lookUpOutranked(spoken, &hits);
        for (auto &[finding, hit] : hits.all())
            all.keep(finding, std::move(hit));
    }
    rankSymptoms(&all);

    PastedExplanation explanation;
    for (const auto &[finding, hit] : all.all()) {
        Cause cause;
        cause.finding = finding;
        cause.confidence = std::round(std::min(hit.confidence, highest) * 100) / 100;
        cause.why = hit.why;
        if (hit.statement >= 0) {
            const Statement &statement = text.statements[hit.statement];
            cause.line = statement.lines[statement.indexOfLineAt(hit.at)].number;
            cause.times = statement.times;
        }
        explanation.causes.append(cause);
    }
    std::ranges::sort(explanation.causes, [](const Cause &a, const Cause &b) {
        return a.confidence != b.confidence ? a.confidence > b.confidence
                                            : placeInCatalogue(a.finding) < placeInCatalogue(b.finding);
    });
    explanation.causes = explanation.causes.mid(0, most);
    addQuotes(original, &explanation.causes);
    addVersionsAndWishes(text, &explanation);
    if (explanation.causes.isEmpty())
        explanation.closest = closestTo(text);
    explanation.heldSecret = !findSecrets(original.toUtf8()).isEmpty();
    return explanation;
}

} // namespace signet
