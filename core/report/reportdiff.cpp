#include "core/report/reportdiff.h"

#include "core/report/htmlpage.h"
#include "core/report/markup.h"
#include "core/report/reportdocument.h"
#include "core/report/screen.h"
#include "core/result/enumwords.h"
#include "core/result/given.h"

#include <QCoreApplication>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct DiffText {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

using Kind = ReportChange::Kind;
using Tone = ReportChange::Tone;

constexpr EnumWords kindWords{
    Kind::Cause,
    std::array{EnumWord{Kind::Verdict, "verdict"_L1}, EnumWord{Kind::Identity, "identity"_L1},
               EnumWord{Kind::Version, "version"_L1}, EnumWord{Kind::Value, "value"_L1},
               EnumWord{Kind::Check, "check"_L1}, EnumWord{Kind::Cause, "cause"_L1}}};
constexpr EnumWords toneWords{Tone::Neutral,
                              std::array{EnumWord{Tone::Better, "better"_L1},
                                         EnumWord{Tone::Worse, "worse"_L1},
                                         EnumWord{Tone::Neutral, "neutral"_L1}}};

Tone toneOf(int before, int after)
{
    return after < before ? Tone::Better : after > before ? Tone::Worse : Tone::Neutral;
}

// The more, the further from ready.
int rankOf(Verdict verdict)
{
    return verdict == Verdict::Ready ? 0 : verdict == Verdict::Unclear ? 1 : 2;
}

int rankOf(Status status)
{
    switch (status) {
    case Status::Passed:
        return 0;
    case Status::Warning:
        return 1;
    case Status::Skipped:
    case Status::Unknown:
        return 2;
    case Status::Failed:
        return 3;
    }
    Q_UNREACHABLE();
}

void addValue(ReportDiff *diff, Kind kind, const QString &what, const QString &before, const QString &after)
{
    if (before != after)
        diff->changes.append(
            {.kind = kind, .tone = Tone::Neutral, .what = what, .id = {}, .before = before, .after = after});
}

// An identity's facts that stay the same from run to run.
void compareIdentity(ReportDiff *diff, const QString &whose, const std::optional<IdentityFacts> &before,
                     const std::optional<IdentityFacts> &after)
{
    const IdentityFacts was = before.value_or(IdentityFacts());
    const IdentityFacts is = after.value_or(IdentityFacts());
    const auto add = [&](const QString &what, const QString &one, const QString &other) {
        addValue(diff, Kind::Identity, DiffText::tr("%1, %2").arg(whose, what), one, other);
    };
    add(DiffText::tr("name"), was.name, is.name);
    add(DiffText::tr("kind"), was.kind, is.kind);
    add(DiffText::tr("object id"), was.objectId, is.objectId);
    add(DiffText::tr("client id"), was.clientId, is.clientId);
    add(DiffText::tr("tenant"), was.tenantId, is.tenantId);
    add(DiffText::tr("resource id"), was.resourceId, is.resourceId);
    add(DiffText::tr("credential"), was.credential, is.credential);
    add(DiffText::tr("access level"), was.accessLevel, is.accessLevel);
    // Names are looked up only where somebody waits for them.
    if (!was.groups.isEmpty() && !is.groups.isEmpty())
        add(DiffText::tr("groups"), was.groups.join(u", "_s), is.groups.join(u", "_s));
    else
        add(DiffText::tr("number of groups"), QString::number(was.groupCount),
            QString::number(is.groupCount));
}

// A value in what a check saw, and where it came from.
struct SeenValue {
    Kind kind;
    const char *check;
    const char *path; // keys, with dots between them
    const char *placePath; // of its origin; empty: none
    const char *what;
};

constexpr std::array seenValues{
    SeenValue{Kind::Version, "terraform.credential", "decision.version", "",
              QT_TRANSLATE_NOOP("Report", "version of the provider")},
    SeenValue{Kind::Version, "terraform.configuration", "locked", "",
              QT_TRANSLATE_NOOP("Report", "locked version of the provider")},
    SeenValue{Kind::Value, "terraform.credential", "decision.decidedBy", "",
              QT_TRANSLATE_NOOP("Report", "credential that Terraform would use")},
    SeenValue{Kind::Value, "terraform.credential", "decision.clientId", "decision.clientIdOrigin",
              QT_TRANSLATE_NOOP("Report", "client id that Terraform would request")},
    SeenValue{Kind::Value, "terraform.credential", "decision.address.value", "decision.address.origin",
              QT_TRANSLATE_NOOP("Report", "organization address of the provider")},
    SeenValue{Kind::Value, "terraform.configuration", "directory", "",
              QT_TRANSLATE_NOOP("Report", "folder of the configuration")},
    SeenValue{Kind::Value, "machine.host", "endpoint", "", QT_TRANSLATE_NOOP("Report", "identity endpoint")},
    SeenValue{Kind::Value, "machine.host", "user", "", QT_TRANSLATE_NOOP("Report", "user account")},
    SeenValue{Kind::Value, "machine.proxy", "proxy", "", QT_TRANSLATE_NOOP("Report", "proxy")},
    SeenValue{Kind::Value, "identity.token", "askedForClientId", "clientIdOrigin",
              QT_TRANSLATE_NOOP("Report", "client id that was requested")},
};

QString valueAt(const QJsonObject &object, QLatin1StringView path)
{
    QJsonValue value = object;
    const QStringList keys = QString(path).split(u'.');
    for (const QString &key : keys)
        value = value.toObject()[key];
    return value.toVariant().toString();
}

QString withPlace(const QString &value, const QString &origin)
{
    const QString place = originWords(Origin::fromString(origin));
    return value.isEmpty() || place.isEmpty() ? value : DiffText::tr("%1 (%2)").arg(value, place);
}

QString valueOf(const Report &report, const SeenValue &seen)
{
    const CheckResult *check = report.check(QLatin1StringView(seen.check));
    if (!check)
        return {};
    const QLatin1StringView place(seen.placePath);
    return withPlace(valueAt(check->observation, QLatin1StringView(seen.path)),
                     place.isEmpty() ? QString() : valueAt(check->observation, place));
}

void compareValues(ReportDiff *diff, const Report &before, const Report &after, Kind kind)
{
    for (const SeenValue &seen : seenValues) {
        if (seen.kind == kind)
            addValue(diff, kind, DiffText::tr(seen.what), valueOf(before, seen), valueOf(after, seen));
    }
}

QString subjectValue(const Report &report, QLatin1StringView path, QLatin1StringView placePath = {})
{
    return withPlace(valueAt(report.subject, path),
                     placePath.isEmpty() ? QString() : valueAt(report.subject, placePath));
}

void compareCauses(ReportDiff *diff, const Report &before, const Report &after)
{
    const auto titleOf = [](const Report &report, FindingId id) {
        const ReportedFinding *found = report.finding(id);
        return describe(Problem(id, found ? found->evidence : QJsonObject())).title;
    };
    const auto add = [diff](FindingId id, Tone tone, const QString &was, const QString &is) {
        diff->changes.append({.kind = Kind::Cause,
                              .tone = tone,
                              .what = DiffText::tr("root cause"),
                              .id = id.toString(),
                              .before = was,
                              .after = is});
    };
    for (const FindingId id : before.rootCauses) {
        if (!after.rootCauses.contains(id))
            add(id, Tone::Better, titleOf(before, id), {});
    }
    for (const FindingId id : after.rootCauses) {
        if (before.rootCauses.contains(id))
            continue;
        const ReportedFinding *found = after.finding(id);
        add(id, found && found->severity == Severity::Info ? Tone::Neutral : Tone::Worse, {},
            titleOf(after, id));
    }
}

void compareChecks(ReportDiff *diff, const Report &before, const Report &after)
{
    const auto titleOf = [](const CheckResult &check) {
        return QCoreApplication::translate("Check", check.title.toUtf8().constData());
    };
    for (const CheckResult &is : after.checks) {
        const CheckResult *was = before.check(is.id);
        if (was && was->status == is.status)
            continue;
        // One that is new, because more was asked, is worse only where it does not pass.
        const Tone tone = was             ? toneOf(rankOf(was->status), rankOf(is.status))
            : is.status == Status::Failed ? Tone::Worse
                                          : Tone::Neutral;
        diff->changes.append({.kind = Kind::Check,
                              .tone = tone,
                              .what = titleOf(is),
                              .id = is.id,
                              .before = was ? statusWords(was->status) : QString(),
                              .after = statusWords(is.status)});
    }
    for (const CheckResult &was : before.checks) {
        if (!after.check(was.id))
            diff->changes.append({.kind = Kind::Check,
                                  .tone = Tone::Neutral,
                                  .what = titleOf(was),
                                  .id = was.id,
                                  .before = statusWords(was.status),
                                  .after = {}});
    }
}

QString orNone(const QString &text)
{
    return text.isEmpty() ? DiffText::tr("none") : text;
}

QString signOf(Tone tone)
{
    return tone == Tone::Better ? u"+"_s : tone == Tone::Worse ? u"-"_s : u"~"_s;
}

QString nothingChanged()
{
    return DiffText::tr("Nothing that matters has changed.");
}

// The class of a cell, and what it says.
std::pair<QLatin1StringView, QString> toneInHtml(Tone tone)
{
    switch (tone) {
    case Tone::Better:
        return {"ok"_L1, DiffText::tr("better")};
    case Tone::Worse:
        return {"bad"_L1, DiffText::tr("worse")};
    case Tone::Neutral:
        return {"dim"_L1, DiffText::tr("different")};
    }
    Q_UNREACHABLE();
}

} // namespace

ReportDiff compareReports(const Report &before, const Report &after)
{
    ReportDiff diff;
    if (before.verdict != after.verdict)
        diff.changes.append({.kind = Kind::Verdict,
                             .tone = toneOf(rankOf(before.verdict), rankOf(after.verdict)),
                             .what = DiffText::tr("verdict"),
                             .id = {},
                             .before = verdictWords(before.verdict),
                             .after = verdictWords(after.verdict)});
    compareCauses(&diff, before, after);
    compareIdentity(&diff, DiffText::tr("this machine"), before.machine, after.machine);
    compareIdentity(&diff, DiffText::tr("Azure DevOps"), before.azureDevOps, after.azureDevOps);
    compareIdentity(&diff, DiffText::tr("Terraform"), before.terraform, after.terraform);
    addValue(&diff, Kind::Version, DiffText::tr("version of Signet"), toolVersionOf(before),
             toolVersionOf(after));
    compareValues(&diff, before, after, Kind::Version);
    addValue(&diff, Kind::Value, DiffText::tr("organization"),
             subjectValue(before, "organization"_L1, "organizationFrom"_L1),
             subjectValue(after, "organization"_L1, "organizationFrom"_L1));
    addValue(&diff, Kind::Value, DiffText::tr("tenant of the organization"),
             subjectValue(before, "tenantId"_L1), subjectValue(after, "tenantId"_L1));
    addValue(&diff, Kind::Value, DiffText::tr("kind of machine"), subjectValue(before, "host.kind"_L1),
             subjectValue(after, "host.kind"_L1));
    addValue(&diff, Kind::Value, DiffText::tr("name of the machine"), subjectValue(before, "host.name"_L1),
             subjectValue(after, "host.name"_L1));
    compareValues(&diff, before, after, Kind::Value);
    compareChecks(&diff, before, after);
    for (const ReportChange &change : std::as_const(diff.changes))
        diff.isWorse = diff.isWorse || change.tone == Tone::Worse;
    return diff;
}

QString changeWords(const ReportChange &change)
{
    const QString what = change.kind == Kind::Cause ? change.what + u" "_s + change.id : change.what;
    return signOf(change.tone) + u' '
        + DiffText::tr("%1: %2, now %3").arg(what, orNone(change.before), orNone(change.after));
}

QString diffToText(const ReportDiff &diff, const TextStyle &style)
{
    Screen screen(style);
    if (diff.changes.isEmpty())
        screen.line(nothingChanged());
    for (const ReportChange &change : diff.changes) {
        const Colour colour = change.tone == Tone::Worse ? Colour::Blocker
            : change.tone == Tone::Better                ? Colour::Ok
                                                         : Colour::Plain;
        const QString words = changeWords(change);
        screen.paragraph(words.left(2), words.sliced(2), colour);
    }
    return screen.text();
}

QString diffToMarkdown(const ReportDiff &diff)
{
    if (diff.changes.isEmpty())
        return markdownText(nothingChanged()) + u'\n';
    QString text = u"| | %1 | %2 | %3 |\n|---|---|---|---|\n"_s.arg(markdownText(DiffText::tr("What")),
                                                                    markdownText(DiffText::tr("Before")),
                                                                    markdownText(DiffText::tr("Now")));
    for (const ReportChange &change : diff.changes) {
        text += u"| "_s + markdownText(signOf(change.tone)) + u" | "_s + markdownText(change.what)
            + (change.id.isEmpty() ? QString() : u"<br>"_s + markdownCode(change.id)) + u" | "_s
            + markdownText(orNone(change.before)) + u" | "_s + markdownText(orNone(change.after)) + u" |\n"_s;
    }
    return text;
}

QString diffToHtml(const ReportDiff &diff)
{
    const QString sentence = diff.changes.isEmpty() ? nothingChanged()
        : diff.isWorse                              ? DiffText::tr("The later report is worse.")
                                                    : DiffText::tr("The later report is not worse.");
    HtmlPage page;
    page.title = DiffText::tr("Signet: %1").arg(sentence);
    page.header = u"<h1>"_s + markup(sentence) + u"</h1>"_s;
    if (!diff.changes.isEmpty())
        page.main = u"<table><caption>"_s + markup(DiffText::tr("What changed")) + u"</caption>"_s
            + htmlTableHead({DiffText::tr("Change"), DiffText::tr("What"), DiffText::tr("Before"),
                             DiffText::tr("Now")});
    for (const ReportChange &change : diff.changes) {
        const auto &[tone, words] = toneInHtml(change.tone);
        page.main += u"<tr><td class=\"%1\">"_s.arg(tone) + markup(words) + u"</td><th scope=\"row\">"_s
            + htmlForeign(change.what)
            + (change.id.isEmpty() ? QString()
                                   : u" <code class=\"dim\">"_s + markup(change.id) + u"</code>"_s)
            + u"</th><td>"_s + htmlForeign(orNone(change.before)) + u"</td><td>"_s
            + htmlForeign(orNone(change.after)) + u"</td></tr>\n"_s;
    }
    if (!diff.changes.isEmpty())
        page.main += u"</tbody></table>\n"_s;
    page.footer = u"signet "_s + markup(QStringLiteral(SIGNET_VERSION));
    return page.html();
}

QJsonObject diffToJson(const ReportDiff &diff)
{
    const auto orNull = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    QJsonArray changes;
    for (const ReportChange &change : diff.changes) {
        changes.append(QJsonObject{{u"kind"_s, QString(kindWords[change.kind])},
                                   {u"tone"_s, QString(toneWords[change.tone])},
                                   {u"what"_s, change.what},
                                   {u"id"_s, orNull(change.id)},
                                   {u"before"_s, orNull(change.before)},
                                   {u"after"_s, orNull(change.after)}});
    }
    return {{u"worse"_s, diff.isWorse}, {u"changes"_s, changes}};
}

} // namespace signet
