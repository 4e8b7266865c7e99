#include "core/report/rightsdocument.h"

#include "core/report/needsdocument.h"
#include "core/report/screen.h"
#include "core/report/textlayout.h"
#include "core/result/outgoing.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RightsDocument)
};

QString standingWords(RightStanding standing, RightsBasis basis)
{
    const bool isComputed = basis == RightsBasis::Computed;
    switch (standing) {
    case RightStanding::Held:
        return isComputed ? Words::tr("allowed (computed)") : Words::tr("held");
    case RightStanding::AsAdministrator:
        return Words::tr("held only as an administrator");
    case RightStanding::HeldAbove:
        return isComputed ? Words::tr("allowed on a parent object (computed)")
                          : Words::tr("held on a parent object");
    case RightStanding::ByCreating:
        return Words::tr("granted when the object is created");
    case RightStanding::Missing:
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
    if (!right.askedOn || !right.askedAbove)
        return why;
    const QString above = objectWords(*right.askedOn);
    const QString asked = above.isEmpty()
        ? Words::tr("Checked for all objects of this kind, because this object is not known.")
        : Words::tr("Checked for %1, because the object is not known.").arg(above);
    return why.isEmpty() ? asked : why + u' ' + asked;
}

int orderOf(RightStanding standing)
{
    switch (standing) {
    case RightStanding::Missing:
    case RightStanding::Impossible:
        return 0;
    case RightStanding::Unknown:
    case RightStanding::HeldAbove:
        return 1;
    case RightStanding::NotAsked:
        return 2;
    case RightStanding::AsAdministrator:
        return 3;
    case RightStanding::ByCreating:
        return 4;
    case RightStanding::Held:
        return 5;
    }
    Q_UNREACHABLE();
}

QString sentenceOf(RightsVerdict verdict, const NeededRights &needed, const CheckedRights &checked,
                   const QString &who)
{
    const auto count = [&checked](RightStanding standing) {
        return int(std::ranges::count(checked.rights, standing, &CheckedRight::standing));
    };
    const int missing = count(RightStanding::Missing) + count(RightStanding::Impossible);
    if (needed.rights.isEmpty())
        return Words::tr("This configuration needs no rights in Azure DevOps that Signet knows of.");
    if (missing > 0)
        return Words::tr("%1 lacks %n right(s) that this configuration needs.", nullptr, missing).arg(who);
    if (verdict == RightsVerdict::Ready)
        return Words::tr("%1 has the rights that this configuration needs.").arg(who);
    return checked.basis == RightsBasis::Computed
        ? Words::tr("According to the access control lists, %1 lacks none of the rights that this "
                    "configuration needs.")
              .arg(who)
        : Words::tr("No right was found missing for %1, but some could not be checked.").arg(who);
}

struct Mark {
    QString sign;
    Colour colour = Colour::Plain;
};

Mark markOf(RightStanding standing)
{
    switch (orderOf(standing)) {
    case 0:
        return {u"✗"_s, Colour::Blocker};
    case 1:
        return {u"?"_s, Colour::Warning};
    case 2:
        return {u"·"_s, Colour::Dim};
    case 3:
        return {u"!"_s, Colour::Warning};
    case 4:
        return {u"+"_s, Colour::Ok};
    default:
        return {u"✓"_s, Colour::Ok};
    }
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
    for (int order = 0; order <= orderOf(RightStanding::Held); ++order) {
        for (qsizetype i = 0; i < std::min(needed.rights.size(), checked.rights.size()); ++i) {
            const NeededRight &need = needed.rights[i];
            const CheckedRight &right = checked.rights[i];
            if (orderOf(right.standing) != order)
                continue;
            RightsDocument::Row row;
            row.standing = right.standing;
            row.right = rightWords(need.right);
            row.object = need.object ? objectWords(*need.object) : QString();
            row.standingWords = standingWords(right.standing, checked.basis);
            row.why = whyWords(right);
            if (need.proof == Proof::Inferred)
                row.marks.append(Words::tr("probably needed"));
            if (need.truth == Truth::Perhaps)
                row.marks.append(Words::tr("perhaps needed"));
            for (const NeedCause &cause : need.causes) {
                if (!row.causes.contains(cause.address))
                    row.causes.append(cause.address);
            }
            document.rows.append(row);
        }
    }
    if (checked.basis == RightsBasis::Computed)
        document.remarks.append(Words::tr(
            "Computed from access control lists and groups. Memberships through Entra groups are not visible "
            "here. To verify as the identity, run the check on the machine that has it."));
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
    QStringList others;
    for (const qsizetype i : grant.others)
        others.append(nameOf(i));
    if (!others.isEmpty())
        remarks.append(Words::tr("Not in the plan, because Signet could not confirm that they are missing or "
                                 "cannot grant them: %1.")
                           .arg(others.join(u", "_s)));
    return remarks;
}

QString rightsToText(const RightsDocument &document, const TextStyle &style)
{
    constexpr qsizetype mostCauses = 2;
    Screen screen(style);
    screen.paragraph({}, document.sentence, Colour::Bold);
    if (!document.rows.isEmpty())
        screen.line();
    int held = 0;
    for (const RightsDocument::Row &row : document.rows) {
        if (row.standing == RightStanding::Held && !style.verbose) {
            ++held;
            continue;
        }
        const Mark mark = markOf(row.standing);
        const QString what =
            row.object.isEmpty() ? row.right : Words::tr("%1 on %2").arg(row.right, row.object);
        screen.line(screen.paint(mark.colour, u"  "_s + mark.sign + u' ')
                    + printable(Words::tr("%1: %2").arg(what, row.standingWords)));
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

QJsonObject rightsToJson(const NeededRights &needed, const CheckedRights &checked)
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
    return json;
}

} // namespace signet
