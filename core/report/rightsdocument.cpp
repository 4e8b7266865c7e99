#include "core/report/rightsdocument.h"

#include "core/report/htmlpage.h"
#include "core/report/junitsink.h"
#include "core/report/markup.h"
#include "core/report/needsdocument.h"
#include "core/report/sarifsink.h"
#include "core/report/screen.h"
#include "core/report/textlayout.h"
#include "core/result/outgoing.h"
#include "core/rights/rightwords.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RightsDocument)
};

QString standingWords(const CheckedRight &right, const NeededRights &needed, RightsBasis basis)
{
    const bool isComputed = basis == RightsBasis::Computed;
    switch (right.standing) {
    case RightStanding::Held:
        return Words::tr("held");
    case RightStanding::Computed:
        return Words::tr("allowed (computed)");
    case RightStanding::ComputedAbove:
        return Words::tr("allowed on a parent object (computed)");
    case RightStanding::AsAdministrator:
        return Words::tr("held only as an administrator");
    case RightStanding::HeldAbove:
        return Words::tr("held on a parent object");
    case RightStanding::ByCreating:
        return Words::tr("granted when the object is created");
    case RightStanding::Missing:
        if (right.askedAbove && !needed.ofPlan)
            return isComputed ? Words::tr("missing on a parent object (computed)")
                              : Words::tr("missing on a parent object");
        return isComputed ? Words::tr("missing (computed)") : Words::tr("missing");
    case RightStanding::Unknown:
        return Words::tr("not known");
    case RightStanding::NotAsked:
        return Words::tr("not checked by Signet");
    case RightStanding::Impossible:
        return Words::tr("not possible for a managed identity");
    }
    Q_UNREACHABLE();
}

// The object whose list decides, in words; its token where it has none.
QString placeWords(const CheckedRight &right)
{
    if (right.askedOn) {
        const QList<SecuredObject> objects =
            QList<SecuredObject>{*right.askedOn} + objectsAbove(*right.askedOn);
        for (const SecuredObject &object : objects) {
            const QString words = objectWords(object);
            if (!words.isEmpty()
                && securityToken(object).value_or(QString()).compare(right.why.decidedAt, Qt::CaseInsensitive)
                    == 0)
                return words;
        }
    }
    return outgoingLine(right.why.decidedAt);
}

QString whyWords(const CheckedRight &right)
{
    const QString at = placeWords(right);
    QString why;
    const bool isMissing = right.standing == RightStanding::Missing;
    if (isMissing && right.why.answer == ComputedAccess::Answer::Denied)
        why = right.decidedByName.isEmpty()
            ? Words::tr("The entry of the identity itself denies it on %1.").arg(at)
            : Words::tr("The entry of %1 denies it on %2.").arg(outgoingLine(right.decidedByName), at);
    else if (isMissing && right.why.answer == ComputedAccess::Answer::NotSet)
        why = Words::tr("No entry allows it for the identity or for any of its groups.");
    else if (isMissing && right.why.answer == ComputedAccess::Answer::Unknown)
        why = Words::tr("The identity is not allowed to see which entry decides.");
    if (right.isThere && isMissing)
        return Words::tr("Not needed now: what Terraform would create with it exists already.");
    if (!right.askedOn || !right.askedAbove)
        return why;
    const QString above = objectWords(*right.askedOn);
    const QString asked = above.isEmpty()
        ? Words::tr(
              "Checked for all objects of this kind, because this object is not known or does not exist yet.")
        : Words::tr("Checked for %1, because the object is not known or does not exist yet.").arg(above);
    return why.isEmpty() ? asked : why + u' ' + asked;
}

// Groups of rows in reading order.
enum class Order { Missing, Open, NotAsked, Warning, ByCreating, Fine };
constexpr Order allOrders[] = {Order::Missing, Order::Open,       Order::NotAsked,
                               Order::Warning, Order::ByCreating, Order::Fine};

Order orderOf(RightStanding standing, bool isDoubtful)
{
    switch (standing) {
    case RightStanding::Missing:
    case RightStanding::Impossible:
        return isDoubtful ? Order::Open : Order::Missing;
    case RightStanding::Unknown:
    case RightStanding::HeldAbove:
    case RightStanding::ComputedAbove:
        return Order::Open;
    case RightStanding::NotAsked:
        return Order::NotAsked;
    case RightStanding::AsAdministrator:
        return Order::Warning;
    case RightStanding::ByCreating:
        return Order::ByCreating;
    case RightStanding::Held:
    case RightStanding::Computed:
        return Order::Fine;
    }
    Q_UNREACHABLE();
}

// Missing on an object that may be another, or perhaps not needed. What is computed is said as that in each
// row.
bool isDoubtful(const NeededRights &needed, const NeededRight &need, const CheckedRight &right)
{
    return need.truth != Truth::True || need.proof == Proof::Inferred || isGuess(needed, right);
}

QString sentenceOf(RightsVerdict verdict, const NeededRights &needed, const CheckedRights &checked,
                   const QString &who)
{
    if (needed.resources == 0)
        return Words::tr(
            "No resources of the azuredevops provider were found, so there was nothing to check.");
    if (needed.rights.isEmpty())
        return Words::tr("This configuration needs no rights in Azure DevOps that Signet knows of.");
    int missing = 0;
    int doubtful = 0;
    for (qsizetype i = 0; i < std::min(needed.rights.size(), checked.rights.size()); ++i) {
        const RightStanding standing = checked.rights[i].standing;
        if (standing != RightStanding::Missing && standing != RightStanding::Impossible)
            continue;
        ++(isDoubtful(needed, needed.rights[i], checked.rights[i]) ? doubtful : missing);
    }
    const bool isComputed = checked.basis == RightsBasis::Computed;
    if (missing > 0)
        return isComputed
            ? Words::tr("According to the access control lists, %1 lacks %n right(s) that this configuration "
                        "needs.",
                        nullptr, missing)
                  .arg(who)
            : Words::tr("%1 lacks %n right(s) that this configuration needs.", nullptr, missing).arg(who);
    if (doubtful > 0)
        return Words::tr("%1 may lack %n right(s) that this configuration needs.", nullptr, doubtful)
            .arg(who);
    if (verdict == RightsVerdict::Ready)
        return Words::tr("%1 has the rights that this configuration needs.").arg(who);
    return isComputed
        ? Words::tr("According to the access control lists, %1 lacks none of the rights that this "
                    "configuration needs.")
              .arg(who)
        : Words::tr("No right was found missing for %1, but some could not be checked.").arg(who);
}

struct Mark {
    QString sign;
    Colour colour = Colour::Plain;
};

Mark markOf(Order order)
{
    switch (order) {
    case Order::Missing:
        return {u"✗"_s, Colour::Blocker};
    case Order::Open:
        return {u"?"_s, Colour::Warning};
    case Order::NotAsked:
        return {u"·"_s, Colour::Dim};
    case Order::Warning:
        return {u"!"_s, Colour::Warning};
    case Order::ByCreating:
        return {u"+"_s, Colour::Ok};
    case Order::Fine:
        return {u"✓"_s, Colour::Ok};
    }
    Q_UNREACHABLE();
}

// The class of a cell, see HtmlPage.
QString toneOf(Order order)
{
    switch (order) {
    case Order::Missing:
        return u"bad"_s;
    case Order::Open:
    case Order::NotAsked:
    case Order::Warning:
        return u"warn"_s;
    case Order::ByCreating:
    case Order::Fine:
        return u"ok"_s;
    }
    Q_UNREACHABLE();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace

RightsDocument describe(const NeededRights &needed, const CheckedRights &checked, const QString &who)
{
    RightsDocument document;
    document.verdict = judgeRights(needed, checked);
    document.sentence = sentenceOf(document.verdict, needed, checked, outgoingLine(who));
    bool hasDoubtful = false;
    for (const Order order : allOrders) {
        for (qsizetype i = 0; i < std::min(needed.rights.size(), checked.rights.size()); ++i) {
            const NeededRight &need = needed.rights[i];
            const CheckedRight &right = checked.rights[i];
            const bool doubtful = isDoubtful(needed, need, right);
            if (orderOf(right.standing, doubtful) != order)
                continue;
            RightsDocument::Row row;
            row.standing = right.standing;
            row.isDoubtful = doubtful;
            hasDoubtful = hasDoubtful || isGuess(needed, right);
            row.right = rightWords(need.right);
            row.object = need.object ? objectWords(*need.object) : QString();
            row.standingWords = standingWords(right, needed, checked.basis);
            row.why = whyWords(right);
            if (need.proof == Proof::Inferred)
                row.marks.append(Words::tr("probably needed"));
            if (need.truth == Truth::Perhaps)
                row.marks.append(Words::tr("perhaps needed"));
            for (const NeedCause &cause : need.causes) {
                if (!row.causes.contains(cause.address))
                    row.causes.append(cause.address);
                if (row.place.file.isEmpty())
                    row.place = cause.place;
            }
            document.rows.append(row);
        }
    }
    if (checked.basis == RightsBasis::Computed)
        document.remarks.append(Words::tr(
            "Computed from access control lists and groups. Memberships through Entra groups are not visible "
            "here. To verify as the identity, run the check on the machine that has it."));
    if (hasDoubtful)
        document.remarks.append(
            Words::tr("Without a plan, Signet does not know which objects exist already. Use --plan to check "
                      "the rights for the actual changes."));
    const bool isComputed = checked.basis == RightsBasis::Computed;
    for (const QString &project : checked.unseenProjects)
        document.remarks.append(
            (isComputed
                 ? Words::tr("Project %1 was not found in the organization.")
                 : Words::tr("Project %1 was not found in the organization, or the identity cannot see it."))
                .arg(outgoingLine(project)));
    for (const QString &repository : checked.unseenRepositories)
        document.remarks.append(
            (isComputed ? Words::tr("Repository %1 was not found.")
                        : Words::tr("Repository %1 was not found, or the identity cannot see it."))
                .arg(outgoingLine(repository)));
    if (holdsAsAdministrator(checked))
        document.remarks.append(
            Words::tr("Some rights are held only because the identity is an administrator. Grant these "
                      "rights directly, and remove the identity from the administrators group."));
    if (needed.isAtLeast())
        document.remarks.append(
            Words::tr("The configuration could not be read completely, so it may need more rights."));
    if (checked.refusal)
        document.remarks.append(Words::tr("Azure DevOps refused some of the requests: %1")
                                    .arg(outgoingLine(checked.refusal->message)));
    return document;
}

QStringList grantRemarks(const NeededRights &needed, const CheckedRights &checked, const RightsGrant &grant)
{
    QStringList remarks;
    const auto nameOf = [&needed](qsizetype i) {
        const NeededRight &need = needed.rights[i];
        const QString object = need.object ? objectWords(*need.object) : QString();
        const QString right = rightWords(need.right);
        return object.isEmpty() ? right : Words::tr("%1 on %2").arg(right, object);
    };
    for (const qsizetype i : grant.denied)
        remarks.append(Words::tr("Not in the plan: %1. %2 A plan never changes Deny to Allow.")
                           .arg(nameOf(i), whyWords(checked.rights[i])));
    const auto namesOf = [&nameOf](const QList<qsizetype> &indexes) {
        QStringList names;
        for (const qsizetype i : indexes)
            names.append(nameOf(i));
        names.removeDuplicates();
        return names.join(u", "_s);
    };
    if (!grant.probable.isEmpty())
        remarks.append(
            Words::tr("Not in the plan, because these rights are only probably needed: %1. To include them, "
                      "add --probable.")
                .arg(namesOf(grant.probable)));
    if (!grant.perhaps.isEmpty())
        remarks.append(Words::tr("Not in the plan, because they depend on values that are only known when "
                                 "Terraform runs: %1.")
                           .arg(namesOf(grant.perhaps)));
    if (!grant.others.isEmpty())
        remarks.append(Words::tr("Not in the plan, because Signet could not confirm that they are missing or "
                                 "cannot grant them: %1.")
                           .arg(namesOf(grant.others)));
    for (const QString &project : checked.unseenProjects)
        remarks.append(Words::tr("Project %1 was not found in the organization.").arg(outgoingLine(project)));
    for (const QString &repository : checked.unseenRepositories)
        remarks.append(Words::tr("Repository %1 was not found.").arg(outgoingLine(repository)));
    if (needed.isAtLeast())
        remarks.append(
            Words::tr("The configuration could not be read completely, so it may need more rights than "
                      "this plan grants."));
    return remarks;
}

QString RightsDocument::Row::what() const
{
    return object.isEmpty() ? right : Words::tr("%1 on %2").arg(right, object);
}

QString rightsToText(const RightsDocument &document, const TextStyle &style)
{
    constexpr qsizetype mostCauses = 2;
    Screen screen(style);
    screen.paragraph({}, document.sentence, Colour::Bold);
    if (!document.rows.isEmpty())
        screen.line();
    int held = 0;
    int computed = 0;
    for (const RightsDocument::Row &row : document.rows) {
        if (row.standing == RightStanding::Held && !style.verbose) {
            ++held;
            continue;
        }
        if (row.standing == RightStanding::Computed && !style.verbose) {
            ++computed;
            continue;
        }
        const Mark mark = markOf(orderOf(row.standing, row.isDoubtful));
        screen.line(screen.paint(mark.colour, u"  "_s + mark.sign + u' ')
                    + printable(Words::tr("%1: %2").arg(row.what(), row.standingWords)));
        if (!row.why.isEmpty())
            screen.paragraph(u"    "_s, row.why);
        QStringList notes = row.marks;
        const QStringList few = row.causes.mid(0, style.verbose ? row.causes.size() : mostCauses);
        const int more = int(row.causes.size() - few.size());
        const QString causes = few.join(u", "_s);
        notes.append(more > 0 ? Words::tr("for %1, and %n more resource(s)", nullptr, more).arg(causes)
                              : Words::tr("for %1").arg(causes));
        screen.paragraph(u"    "_s, notes.join(u" · "_s), Colour::Dim);
    }
    if (held > 0)
        screen.line(screen.paint(Colour::Ok, u"  ✓ "_s) + Words::tr("%n right(s) held", nullptr, held));
    if (computed > 0)
        screen.line(screen.paint(Colour::Ok, u"  ✓ "_s)
                    + Words::tr("%n right(s) allowed (computed)", nullptr, computed));
    if (!document.remarks.isEmpty())
        screen.line();
    for (const QString &remark : document.remarks)
        screen.paragraph(u"! "_s, remark, Colour::Warning);
    return screen.text();
}

QString rightsToMarkdown(const RightsDocument &document)
{
    QString text = u"# "_s + markdownCell(document.sentence) + u"\n\n| "_s + Words::tr("Right") + u" | "_s
        + Words::tr("On") + u" | "_s + Words::tr("State") + u" | "_s + Words::tr("Why") + u" | "_s
        + Words::tr("Needed by") + u" |\n|---|---|---|---|---|\n"_s;
    for (const RightsDocument::Row &row : document.rows) {
        const QStringList state = QStringList{row.standingWords} + row.marks;
        for (const QString &one :
             {row.right, row.object, state.join(u", "_s), row.why, row.causes.join(u", "_s)})
            text += u"| "_s + markdownCell(one) + u' ';
        text += u"|\n"_s;
    }
    for (const QString &remark : document.remarks)
        text += u"\n> "_s + markdownCell(remark) + u'\n';
    return text;
}

QString rightsToHtml(const RightsDocument &document)
{
    HtmlPage page;
    page.title = Words::tr("Signet: %1").arg(document.sentence);
    page.header = u"<h1>"_s + markup(document.sentence) + u"</h1>"_s;
    if (!document.rows.isEmpty())
        page.main = u"<table><caption>"_s + markup(Words::tr("Rights")) + u"</caption>"_s
            + htmlTableHead(
                        {Words::tr("State"), Words::tr("Right"), Words::tr("Why"), Words::tr("Needed by")});
    for (const RightsDocument::Row &row : document.rows) {
        const Order order = orderOf(row.standing, row.isDoubtful);
        const QString state = (QStringList{row.standingWords} + row.marks).join(u", "_s);
        page.main += u"<tr><td class=\"%1\">"_s.arg(toneOf(order)) + markup(markOf(order).sign + u' ' + state)
            + u"</td><th scope=\"row\">"_s + htmlForeign(row.what()) + u"</th><td>"_s + htmlForeign(row.why)
            + u"</td><td>"_s + htmlForeign(row.causes.join(u", "_s)) + u"</td></tr>\n"_s;
    }
    if (!document.rows.isEmpty())
        page.main += u"</tbody></table>\n"_s;
    for (const QString &remark : document.remarks)
        page.main += u"<p class=\"warn\">"_s + htmlForeign(remark) + u"</p>\n"_s;
    page.footer = u"signet "_s + markup(QStringLiteral(SIGNET_VERSION));
    return page.html();
}

QString rightsToJUnit(const RightsDocument &document, qint64 now)
{
    using Outcome = JUnitCase::Outcome;
    JUnitSuite suite{.name = Words::tr("Rights"), .cases = {}};
    for (const RightsDocument::Row &row : document.rows) {
        const Order order = orderOf(row.standing, row.isDoubtful);
        const QString state = (QStringList{row.standingWords} + row.marks).join(u", "_s);
        const QString message = row.why.isEmpty() ? state : state + u". "_s + row.why;
        suite.cases.append(
            {.className = u"signet.rights"_s,
             .name = row.what(),
             .milliseconds = 0,
             .outcome = order == Order::Missing                       ? Outcome::Failed
                 : order == Order::Warning                            ? Outcome::Remarked
                 : order == Order::Fine || order == Order::ByCreating ? Outcome::Passed
                                                                      : Outcome::Skipped,
             .type = finding::permissionMissing.toString(),
             .message = message,
             .body = markup(Words::tr("Needed by: %1").arg(row.causes.join(u", "_s))) + u'\n'});
    }
    QList<JUnitSuite> suites{suite};
    // What is not ready is never green, also where no right is missing for certain.
    if (document.verdict != RightsVerdict::Ready && suite.count(Outcome::Failed) == 0)
        suites.append(junitVerdict(toString(document.verdict), document.sentence));
    return junitFile(suites, junitTime(now), 0);
}

QJsonObject rightsToSarif(const RightsDocument &document, const QString &directory)
{
    const QList<FindingId> kinds{finding::permissionMissing, finding::rightsNotKnown};
    QJsonArray rules;
    for (const FindingId kind : kinds)
        rules.append(sarifRule(kind));
    QJsonArray results;
    for (const RightsDocument::Row &row : document.rows) {
        const Order order = orderOf(row.standing, row.isDoubtful);
        const bool isMissing = order == Order::Missing;
        if ((!isMissing && order != Order::Open && order != Order::NotAsked)
            || results.size() == sarifResultLimit)
            continue;
        const qsizetype rule = isMissing ? 0 : 1;
        const QString folder = directory.isEmpty() ? u"."_s : directory;
        const QString file = row.place.file.isEmpty() ? folder
            : folder == "."_L1                        ? row.place.file
                                                      : folder + u'/' + row.place.file;
        const QStringList sentences{row.what() + u": "_s + row.standingWords + u'.', row.why};
        results.append(QJsonObject{
            {u"ruleId"_s, kinds[rule].toString()},
            {u"ruleIndex"_s, rule},
            {u"level"_s, isMissing ? u"error"_s : u"warning"_s},
            {u"message"_s, QJsonObject{{u"text"_s, sentences.join(u' ').trimmed()}}},
            {u"locations"_s,
             QJsonArray{QJsonObject{{u"physicalLocation"_s, sarifPlace(file, row.place.line)},
                                    {u"logicalLocations"_s,
                                     QJsonArray{QJsonObject{{u"fullyQualifiedName"_s, row.causes.value(0)},
                                                            {u"kind"_s, u"resource"_s}}}}}}},
            {u"partialFingerprints"_s,
             QJsonObject{
                 {u"signetRight/v1"_s, sarifFingerprint({row.right, row.object, row.causes.value(0)})}}},
        });
    }
    const QJsonObject driver{{u"name"_s, u"Signet"_s},
                             {u"semanticVersion"_s, QStringLiteral(SIGNET_VERSION)},
                             {u"rules"_s, rules}};
    return sarifFile({{u"tool"_s, QJsonObject{{u"driver"_s, driver}}},
                      {u"automationDetails"_s, QJsonObject{{u"id"_s, u"signet/rights/"_s}}},
                      {u"results"_s, results},
                      {u"columnKind"_s, u"utf16CodeUnits"_s},
                      {u"properties"_s,
                       QJsonObject{{u"verdict"_s, QString(toString(document.verdict))},
                                   {u"summary"_s, document.sentence}}}});
}

QJsonObject rightsToJson(const NeededRights &needed, const CheckedRights &checked, FindingId finding)
{
    QJsonObject json = needsToJson(needed);
    QJsonArray rights = json["rights"_L1].toArray();
    for (qsizetype i = 0; i < std::min(rights.size(), checked.rights.size()); ++i) {
        const CheckedRight &right = checked.rights[i];
        QJsonObject one = rights[i].toObject();
        one.insert(u"standing"_s, QString(toString(right.standing)));
        one.insert(u"securityToken"_s, orNull(right.token));
        one.insert(u"askedAbove"_s, right.askedAbove);
        one.insert(u"decidedBy"_s,
                   orNull(right.decidedByName.isEmpty() ? right.why.decidedBy : right.decidedByName));
        one.insert(u"decidedAt"_s, orNull(right.why.decidedAt));
        rights[i] = one;
    }
    json.insert(u"rights"_s, rights);
    json.insert(u"verdict"_s, QString(toString(judgeRights(needed, checked))));
    json.insert(u"basis"_s, QString(toString(checked.basis)));
    json.insert(u"projectsNotFound"_s, QJsonArray::fromStringList(checked.unseenProjects));
    json.insert(u"repositoriesNotFound"_s, QJsonArray::fromStringList(checked.unseenRepositories));
    json.insert(u"finding"_s, orNull(finding.toString()));
    return json;
}

} // namespace signet
