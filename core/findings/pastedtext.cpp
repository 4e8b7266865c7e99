#include "core/findings/pastedtext.h"

#include "core/findings/catalogue.h"
#include "core/findings/findingmap.h"
#include "core/findings/phrases.h"
#include "core/findings/serviceerror.h"

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

// ---- Words that tell where the text comes from -------------------------------------------------------

const QStringList &contextWords()
{
    static const QStringList words{u"attempted credentials:"_s,
                                   u"azureclicredential"_s,
                                   u"error: please run 'az login'"_s,
                                   u"identity not found"_s,
                                   u"169.254.169.254"_s,
                                   u"docker"_s,
                                   u"container"_s,
                                   u"container app"_s,
                                   u"containerapp"_s,
                                   u"container apps"_s,
                                   u"azcmagent"_s,
                                   u"himds"_s,
                                   u"azure arc"_s,
                                   u"on-premises"_s,
                                   u"kubernetes"_s,
                                   u"a pod"_s};
    return words;
}

// ---- The text, without what terminals, Terraform and pipelines put around it ---------------------

struct Pasted {
    QString folded; // lower case, every run of white space one blank
    QSet<QString> said; // the phrases that are looked for, as far as they are there

    bool says(const QString &lowered) const { return said.contains(lowered); }
};

// End of the escape sequence that begins at `at` (colours, titles, links of a terminal).
qsizetype endOfEscape(const QString &text, qsizetype at)
{
    qsizetype i = at + 1;
    if (i >= text.size())
        return i;
    if (text[i] == u'[') {
        while (++i < text.size() && !(text[i] >= u'@' && text[i] <= u'~')) { }
        return i + 1;
    }
    if (text[i] == u']') {
        while (++i < text.size() && text[i] != u'\a' && text[i] != u'\n') {
            if (text[i] == u'\x1b')
                return i + 2;
        }
    }
    return i + 1;
}

QChar plainer(QChar c)
{
    switch (c.unicode()) {
    case u'\u2018':
    case u'\u2019':
        return u'\'';
    case u'\u201C':
    case u'\u201D':
        return u'"';
    default:
        break;
    }
    const bool frame = c >= u'\u2500' && c <= u'\u257F'; // box drawing: │ ╷ ╵ and the like
    return frame || c.isSpace() || c.category() == QChar::Other_Control || c.isSurrogate() ? QChar(u' ') : c;
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

Pasted pasted(const QString &original)
{
    // Lines of Azure Pipelines and GitHub Actions begin with a time stamp, errors with ##[error].
    static const QRegularExpression lineStart(u"^\\d{4}-\\d\\d-\\d\\dT[\\d:.]{5,20}Z |##\\[[a-z]{1,10}\\]"_s,
                                              QRegularExpression::MultilineOption);
    QString text = original;
    text.replace(lineStart, QString());
    text.replace(u"\\u0027"_s, u"'"_s).replace(u"\\\""_s, u"\""_s).replace(u"\\\\"_s, u"\\"_s);

    QString kept;
    kept.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'\x1b') {
            i = endOfEscape(text, i) - 1;
            continue;
        }
        const bool plain = text[i] > u' ' && text[i] < u'\x7f';
        if (!plain && text[i].category() == QChar::Other_Format)
            continue; // zero-width characters that chat programs leave
        const QChar c = plain ? text[i] : plainer(text[i]);
        if (c != u' ' || !kept.endsWith(u' '))
            kept.append(c.toLower()); // one by one: QString::toLower() is slow where lengths change
    }
    Pasted result;
    result.folded = kept.trimmed();
    result.said = phrases().in(result.folded);

    // Lines that were wrapped inside a word, or blanks that an editor added in JSON.
    static const QHash<QString, QString> squashed = squashedPhrases();
    static const Phrases squashedOnly(squashed.keys(), Phrases::Ends::Anywhere);
    for (const QString &phrase : squashedOnly.in(kept.remove(u' ')))
        result.said.insert(squashed.value(phrase));
    return result;
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
    bool own = true; // false: only because a symptom is there, or with another hit
};

bool isSymptom(FindingId finding)
{
    const Finding *entry = findFinding(finding);
    return entry && entry->nature == Nature::Symptom;
}

class Hits {
public:
    void add(FindingId finding, Hit hit)
    {
        constexpr double symptomShare = 0.8;
        if (finding.isEmpty())
            return;
        if (isSymptom(finding))
            hit.confidence *= symptomShare;
        Hit &kept = m_hits[finding];
        if (hit.confidence > kept.confidence)
            kept = std::move(hit);
    }

    void atMost(FindingId finding, double limit)
    {
        if (const auto hit = m_hits.find(finding); hit != m_hits.end())
            hit->second.confidence = std::min(hit->second.confidence, limit);
    }

    void remove(FindingId finding) { m_hits.erase(finding); }
    bool has(FindingId finding) const { return m_hits.contains(finding); }

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

// ---- Printed texts of the catalogue ----------------------------------------------------------------

void lookUpCatalogue(const Pasted &text, Hits *hits)
{
    for (const Finding &finding : catalogue()) {
        for (const MatchRule &rule : finding.match) {
            QStringList fragments;
            for (const char *fragment : rule.all)
                fragments.append(QString::fromUtf8(fragment));
            const auto isThere = [&](const QString &fragment) { return text.says(fragment.toLower()); };
            if (std::ranges::all_of(fragments, isThere))
                hits->add(finding.id, hitByWords(fragments, confidenceIn(fragments)));
        }
    }
}

// ---- Codes and wordings of Azure DevOps and Entra ---------------------------------------------------

void lookUpServiceErrors(const Pasted &text, Hits *hits)
{
    static const QRegularExpression code(u"^[A-Z]+\\d+$"_s);
    for (const ServiceErrorMention &mention : serviceErrorsIn(text.folded)) {
        const FindingId finding = findingForServiceError(QLatin1StringView(mention.ruleId.toLatin1()));
        if (code.match(mention.words).hasMatch())
            hits->add(finding, hitByCode(mention.words, 0.78));
        else
            hits->add(finding, hitByWords({mention.words}, confidenceIn({mention.words})));
        for (const Finding &neighbour : catalogue()) {
            for (const OtherMeaning &meaning : neighbour.alsoMeantBy) {
                if (meaning.rule != mention.ruleId)
                    continue;
                Hit hit = hitByCode(mention.words, meaning.weight);
                hit.why = QCoreApplication::translate("PastedText", "%1 can also come from this.")
                              .arg(mention.words);
                hit.own = false;
                hits->add(neighbour.id, hit);
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
    for (auto names = name.globalMatch(folded, list); names.hasNext() && found.size() < most;)
        found.append(names.next());
    QList<Attempt> attempts;
    for (qsizetype i = 0; i < found.size(); ++i) {
        const qsizetype begin = found[i].capturedStart();
        const qsizetype end = i + 1 < found.size() ? found[i + 1].capturedStart() : folded.size();
        attempts.append({found[i].captured(), folded.mid(begin, std::min(end - begin, longest))});
    }
    return attempts;
}

Hit hitByClass(const char *why, double confidence)
{
    return {.confidence = confidence, .why = QCoreApplication::translate("PastedText", why), .fragments = {}};
}

// The findings whose signs, in that column, the text shows.
void lookUpSigns(const QString &text, std::vector<TextSign> Finding::*signs, double share, Hits *hits)
{
    for (const Finding &finding : catalogue()) {
        for (const TextSign &sign : finding.*signs) {
            if (QRegularExpression(QString::fromUtf8(sign.pattern)).match(text).hasMatch())
                hits->add(finding.id, hitByClass(sign.why, sign.weight * share));
        }
    }
}

void lookUpStatus(const QString &entry, Hits *hits)
{
    static const QRegularExpression response(u"\\bresponse (?:status code )?(\\d{3})\\b"_s);
    const int status = response.match(entry).captured(1).toInt();
    for (const Finding &finding : catalogue()) {
        for (const StatusSign &sign : finding.statusSigns) {
            if (sign.status != status)
                continue;
            const QString why =
                QCoreApplication::translate("PastedText", "The identity endpoint answered with status %1.");
            hits->add(finding.id, {.confidence = sign.weight, .why = why.arg(status), .fragments = {}});
        }
    }
}

void lookUpCredentials(const Pasted &text, Hits *hits)
{
    lookUpSigns(text.folded, &Finding::signs, 1, hits);

    const QList<Attempt> attempts = attemptsIn(text.folded);
    double share = 1;
    bool managedIdentityTried = false;
    for (const Attempt &attempt : attempts) {
        lookUpSigns(attempt.text, &Finding::credentialSigns, share, hits);
        if (attempt.credential == "managedidentitycredential"_L1) {
            managedIdentityTried = true;
            lookUpStatus(attempt.text, hits);
        }
        share *= 0.85;
    }

    // The Azure CLI comes last. Alone, it tells that the managed identity was not in the chain; after
    // the managed identity, that this one gave no token, which is then the cause.
    const bool chain = text.says(u"attempted credentials:"_s);
    if (managedIdentityTried) {
        hits->remove(finding::useMsiNotSet);
        hits->remove(finding::providerMsiRegression111);
        hits->remove(finding::arcUserAssignedUnsupported);
        hits->atMost(finding::azNotFound, 0.45);
        hits->atMost(finding::azNotSignedIn, 0.45);
        if (attempts.last().credential == "azureclicredential"_L1) {
            hits->add(finding::azFallbackWrongIdentity,
                      hitByClass(QT_TRANSLATE_NOOP("PastedText",
                                                   "The Azure CLI was asked after the managed identity."),
                                 0.6));
        }
        hits->atMost(finding::azFallbackWrongIdentity, 0.6);
    } else if (chain && attempts.size() == 1 && attempts.first().credential == "azureclicredential"_L1) {
        hits->add(finding::useMsiNotSet, hitByClass(chainSaysSo, 0.9));
        hits->add(finding::providerMsiRegression111, hitByClass(chainSaysSo, 0.5));
        hits->add(finding::arcUserAssignedUnsupported, hitByClass(chainSaysSo, 0.45));
        hits->add(finding::clientIdFileMismatch, hitByClass(chainSaysSo, 0.3));
        hits->atMost(finding::azFallbackWrongIdentity, 0.4);
    } else if (chain) {
        hits->atMost(finding::azFallbackWrongIdentity, 0.4);
        hits->atMost(finding::providerMsiRegression111, 0.2);
    }
}

// Nobody answers: at the metadata address it looks the same from every kind of machine.
void lookUpUnreachable(const Pasted &text, Hits *hits)
{
    static const QRegularExpression noAnswer(
        u"network is unreachable|connection refused|econnrefused|context deadline exceeded|timeout|"
        "no route to host|etimedout|ehostunreach|enetunreach|timed out|unreachable network|actively refused "
        "it|"
        "forcibly closed|connection reset"_s);
    static const QRegularExpression sisterHost(
        u"\\b(?:vssps|vsaex|vsrm|feeds|pkgs|extmgmt)\\.dev\\.azure\\.com|\\bvssps\\b|\\bvsaex\\b|"
        "\\.visualstudio\\.com|login\\.microsoftonline\\.com"_s);
    constexpr double sure = 0.8;
    const QRegularExpressionMatch silence = noAnswer.match(text.folded);
    if (!silence.hasMatch())
        return;
    if (const auto host = sisterHost.match(text.folded); host.hasMatch())
        hits->add(finding::firewallMissingHosts, hitByWords({host.captured(), silence.captured()}, 0.7));
    if (!text.says(u"169.254.169.254"_s) || hits->of(finding::dockerDesktop403) >= sure)
        return;
    const auto saysAny = [&text](std::initializer_list<QString> words) {
        return std::ranges::any_of(words, [&](const QString &word) { return text.says(word); });
    };
    const QStringList words{u"169.254.169.254"_s, silence.captured()};
    hits->add(finding::imdsUnreachable, hitByWords(words, 0.72));
    hits->add(finding::notOnAzure, hitByWords(words, 0.62));
    const bool inContainer = saysAny({u"docker"_s, u"container"_s});
    hits->add(finding::containerBridgeNoImds, hitByWords(words, inContainer ? 0.74 : 0.35));
    if (saysAny({u"container app"_s, u"container apps"_s, u"containerapp"_s}))
        hits->add(finding::containerAppEnvMismatch, hitByWords(words, 0.76));
    if (saysAny({u"azcmagent"_s, u"himds"_s, u"azure arc"_s, u"on-premises"_s}))
        hits->add(finding::arcEnvNotLoaded, hitByWords(words, 0.76));
}

// Short answers that mean one thing or another by who gave them.
void lookUpShortAnswers(const Pasted &text, Hits *hits)
{
    if (text.says(u"identity not found"_s)) {
        hits->add(finding::identityNotAssigned, hitByWords({u"Identity not found"_s}, 0.6));
        for (const QString &place : {u"a pod"_s, u"kubernetes"_s}) {
            if (text.says(place))
                hits->add(finding::aksWorkloadIdentityNotMsi,
                          hitByWords({u"Identity not found"_s, place}, 0.7));
        }
        hits->add(finding::envClientIdLeftover, hitByWords({u"Identity not found"_s}, 0.4));
        hits->add(finding::objectIdAsClientId, hitByWords({u"Identity not found"_s}, 0.38));
    }
    // The Azure CLI speaks for itself, not through the provider.
    if (text.says(u"error: please run 'az login'"_s) && !text.says(u"azureclicredential"_s))
        hits->add(finding::azNotSignedIn, hitByWords({u"ERROR: Please run 'az login'"_s}, 0.8));

    static const QRegularExpression status(
        u"\\b(?:http(?:/[12.]{1,3})?|status|status code):? (203|429)\\b"_s);
    const QString code = status.match(text.folded).captured(1);
    const QString why = QCoreApplication::translate("PastedText", "The text tells of status %1.").arg(code);
    if (code == "203"_L1) {
        hits->add(finding::wrongAudience, {.confidence = 0.55, .why = why, .fragments = {}});
        hits->add(finding::htmlInsteadOfJson, {.confidence = 0.55, .why = why, .fragments = {}});
    } else if (code == "429"_L1) {
        hits->add(finding::devopsRateLimited, {.confidence = 0.5, .why = why, .fragments = {}});
    }
}

// A method of sign-in that was refused, in a text that also tells that the managed identity was meant.
void lookUpOutranked(const Pasted &text, Hits *hits)
{
    static const QRegularExpression meant(u"\\b(?:arm_)?use_msi ?= ?\"?(?:true|1)\\b"_s);
    const double other =
        std::max({hits->of(finding::clientCredentialRejected), hits->of(finding::appNotInTenant),
                  hits->of(finding::federatedSetupMismatch)});
    if (other == 0)
        return;
    if (meant.match(text.folded).hasMatch()) {
        hits->add(finding::envSecretOrOidcBeatsMsi,
                  hitByClass(QT_TRANSLATE_NOOP(
                                 "PastedText",
                                 "The text speaks of use_msi, and another method of sign-in was refused."),
                             0.92));
    } else {
        hits->add(finding::envSecretOrOidcBeatsMsi,
                  hitByClass(QT_TRANSLATE_NOOP(
                                 "PastedText",
                                 "A method of sign-in was refused that the managed identity does not use."),
                             0.4));
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
        if (hit.fragments.isEmpty() || !hit.own)
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

void applySecondSigns(const Pasted &text, Hits *hits)
{
    const auto isThere = [&](const char *words) { return text.says(QString::fromUtf8(words)); };
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

} // namespace

QList<Cause> explainPastedText(const QString &original)
{
    constexpr qsizetype most = 10;
    constexpr double highest = 0.95; // a text can always be about something else
    const Pasted text = pasted(original);

    Hits hits;
    lookUpCatalogue(text, &hits);
    lookUpServiceErrors(text, &hits);
    lookUpCredentials(text, &hits);
    lookUpUnreachable(text, &hits);
    lookUpShortAnswers(text, &hits);
    lowerWhatIsPartOfMore(&hits);
    applySecondSigns(text, &hits);
    lookUpOutranked(text, &hits);
    rankSymptoms(&hits);

    QList<Cause> causes;
    for (const auto &[finding, hit] : hits.all())
        causes.append({finding, std::round(std::min(hit.confidence, highest) * 100) / 100, hit.why});
    std::ranges::sort(causes, [](const Cause &a, const Cause &b) {
        return a.confidence != b.confidence ? a.confidence > b.confidence
                                            : placeInCatalogue(a.finding) < placeInCatalogue(b.finding);
    });
    return causes.mid(0, most);
}

} // namespace signet
