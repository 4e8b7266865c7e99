#include "core/report/needsdocument.h"

#include "core/report/htmlpage.h"
#include "core/report/markup.h"
#include "core/report/screen.h"
#include "core/report/textlayout.h"
#include "core/result/outgoing.h"
#include "core/result/printable.h"
#include "core/rights/rightwords.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(NeedsDocument)
};

bool isInProject(ObjectKind kind)
{
    const QStringList parts = partsOf(kind);
    return !parts.isEmpty() && (parts.first() == "project"_L1 || kind == ObjectKind::Group);
}

QString causeNoteWords(const QString &note)
{
    if (note == "sources-disagree"_L1)
        return Words::tr("sources disagree");
    return note == "unpublished"_L1 ? Words::tr("undocumented API") : QString();
}

QString unreadWords(const UnreadPart &part)
{
    switch (part.kind) {
    case UnreadPart::Kind::File:
        return Words::tr("%1 was not read completely: %2.").arg(part.place.toString(), part.reason);
    case UnreadPart::Kind::Module:
        return Words::tr("%1 was not read, because its source %2 is not a folder of this configuration (%3).")
            .arg(part.name, part.reason, part.place.toString());
    case UnreadPart::Kind::PartialPlan:
        return Words::tr(
            "The plan is a part of the changes: it was made with -target, or changes were deferred.");
    case UnreadPart::Kind::FailedPlan:
        return Words::tr("The plan ended with an error, so it is not complete.");
    case UnreadPart::Kind::OtherProvider:
        return part.name.isEmpty()
            ? Words::tr("The plan does not name the provider of some resources. The list assumes "
                        "microsoft/azuredevops.")
            : Words::tr("Some resources come from the provider %1. The list assumes that it works like "
                        "microsoft/azuredevops.")
                  .arg(part.name);
    }
    Q_UNREACHABLE();
}

// ---- the walk ----

QString sentenceOf(Purpose purpose, qsizetype count)
{
    const int n = int(count);
    switch (purpose) {
    case Purpose::Plan:
        return Words::tr("Terraform needs %n right(s) to plan this configuration.", nullptr, n);
    case Purpose::Apply:
        return Words::tr("Terraform needs %n right(s) to apply this configuration.", nullptr, n);
    case Purpose::Destroy:
        break;
    }
    return Words::tr("Terraform needs %n right(s) to destroy this configuration.", nullptr, n);
}

class Walk {
public:
    explicit Walk(const NeededRights &needed)
        : m_needed(needed)
    {
    }

    NeedsDocument take()
    {
        // The organization first, and what nobody can grant last.
        m_document.sections.append({Words::tr("Organization"), {}, {}});
        qsizetype count = 0;
        for (const NeededRight &right : m_needed.rights) {
            const bool isGranted =
                right.right.kind != RightKind::Outside && right.right.kind != RightKind::Impossible;
            if (right.met == MetByCreating::No && isGranted) {
                ++count;
                put(section(placeOf(right)), right);
            }
        }
        const auto putAll = [this](const QString &title, const QString &remark, auto isWanted) {
            NeedsDocument::Section part{title, remark, {}};
            for (const NeededRight &right : m_needed.rights) {
                if (isWanted(right))
                    put(&part, right);
            }
            if (!part.rows.isEmpty())
                m_document.sections.append(part);
        };
        putAll(Words::tr("Granted when Terraform creates the object"),
               Words::tr("Azure DevOps grants these rights to the identity that creates the object. Grant "
                         "them yourself only if another identity created it."),
               [](const NeededRight &right) { return right.met != MetByCreating::No; });
        putAll(Words::tr("Outside Azure DevOps"),
               Words::tr("An Azure administrator grants these. Signet cannot check them."),
               [](const NeededRight &right) { return right.right.kind == RightKind::Outside; });
        putAll(Words::tr("Not possible for a managed identity"), {},
               [](const NeededRight &right) { return right.right.kind == RightKind::Impossible; });
        if (m_document.sections.first().rows.isEmpty())
            m_document.sections.removeFirst();
        m_document.sentence = m_needed.resources == 0
            ? Words::tr("No resources of the azuredevops provider were found.")
            : sentenceOf(m_needed.purpose, count);
        remark();
        return std::move(m_document);
    }

private:
    static QString placeOf(const NeededRight &right)
    {
        const bool hasProject = right.object && isInProject(right.object->kind)
            && !right.object->parts.isEmpty()
            && right.object->parts.first().state != ObjectPart::State::Absent;
        return hasProject ? Words::tr("Project %1").arg(partWords(right.object->parts.first()))
                          : Words::tr("Organization");
    }

    NeedsDocument::Section *section(const QString &title)
    {
        const auto found = std::ranges::find(m_document.sections, title, &NeedsDocument::Section::title);
        if (found != m_document.sections.end())
            return &*found;
        m_document.sections.append({title, {}, {}});
        return &m_document.sections.last();
    }

    QStringList marksOf(const NeededRight &right)
    {
        QStringList marks;
        const bool isProbable = right.proof == Proof::Inferred
            || (right.met != MetByCreating::No && right.metProof == Proof::Inferred);
        if (isProbable)
            marks.append(Words::tr("probably"));
        if (right.truth == Truth::Perhaps)
            marks.append(Words::tr("perhaps"));
        m_hasProbable = m_hasProbable || isProbable;
        m_hasPerhaps = m_hasPerhaps || right.truth == Truth::Perhaps;
        if (const QString note = causeNoteWords(right.note); !note.isEmpty())
            marks.append(note);
        return marks;
    }

    // Thousands of objects can share a row.
    bool isNew(const QString &entry)
    {
        const qsizetype before = m_entries.size();
        m_entries.insert(entry);
        return m_entries.size() > before;
    }

    // The same right on several objects of a kind is one row.
    void put(NeedsDocument::Section *section, const NeededRight &right)
    {
        const QString words = rightWords(right.right);
        const QStringList marks = marksOf(right);
        const QString kind = section->title + u'|' + words + u'|' + marks.join(u'|')
            + (right.object ? QString::number(int(right.object->kind)) : QString());
        if (!m_rows.contains(kind)) {
            m_rows.insert(kind, section->rows.size());
            section->rows.append({words, {}, marks, {}, {}, {}});
        }
        NeedsDocument::Row &row = section->rows[m_rows.value(kind)];
        const QString object = right.object ? objectWords(*right.object) : QString();
        if (!object.isEmpty() && isNew(kind + u"|object|"_s + object))
            row.objects.append(object);
        for (const NeedCause &cause : right.causes) {
            if (!isNew(kind + u"|cause|"_s + cause.address))
                continue;
            row.causes.append(cause.address);
            row.places.append(cause.place.file.isEmpty() ? QString() : cause.place.toString());
        }
        if (!right.source.isEmpty() && !row.sources.contains(right.source))
            row.sources.append(right.source);
    }

    void remark()
    {
        for (const UnreadPart &part : m_needed.unread)
            m_document.remarks.append(unreadWords(part));
        if (!m_needed.unknownTypes.isEmpty())
            m_document.remarks.append(
                Words::tr("Signet does not know these resource types, so their rights are missing: %1.")
                    .arg(m_needed.unknownTypes.join(u", "_s)));
        if (m_hasProbable)
            m_document.legend.append(
                Words::tr("probably: not documented; inferred from the requests that the provider sends."));
        if (m_hasPerhaps)
            m_document.legend.append(
                Words::tr("perhaps: depends on a value that is only known when Terraform runs."));
        if (!m_needed.ofPlan && m_needed.purpose == Purpose::Apply && m_needed.resources > 0)
            m_document.hints.append(
                Words::tr("Without a plan, Signet assumes that every resource is created or changed. Use "
                          "--plan to list only the rights for actual changes."));
    }

    const NeededRights &m_needed;
    NeedsDocument m_document;
    QHash<QString, qsizetype> m_rows;
    QSet<QString> m_entries; // of all rows
    bool m_hasProbable = false;
    bool m_hasPerhaps = false;
};

// The first of them, and how many more there are.
QString few(const QStringList &texts, qsizetype most)
{
    const QString shown = texts.mid(0, most).join(u", "_s);
    return texts.size() <= most
        ? shown
        : Words::tr("%1, and %n other(s)", nullptr, int(texts.size() - most)).arg(shown);
}

} // namespace

QString markdownCell(const QString &text)
{
    QString escaped = printable(text).toHtmlEscaped();
    for (const QChar c : {u'\\', u'|', u'`', u'*', u'_', u'[', u']'})
        escaped.replace(c, u'\\' + QString(c));
    return escaped;
}

NeedsDocument describe(const NeededRights &needed)
{
    return Walk(needed).take();
}

QString needsToText(const NeedsDocument &document, const TextStyle &style)
{
    constexpr int rightWidth = 36;
    constexpr qsizetype mostObjects = 6;
    const qsizetype mostCauses = style.verbose ? 1000 : 2;
    Screen screen(style);
    screen.paragraph({}, document.sentence, Colour::Bold);
    if (!document.remarks.isEmpty()) {
        screen.paragraph({}, Words::tr("At least these rights. The list is not complete:"), Colour::Warning);
        for (const QString &remark : document.remarks)
            screen.paragraph(u"! "_s, remark, Colour::Warning);
    }
    for (const NeedsDocument::Section &section : document.sections) {
        screen.line();
        screen.line(screen.paint(Colour::Bold, printable(section.title)));
        if (!section.remark.isEmpty())
            screen.paragraph(u"  "_s, section.remark);
        for (const NeedsDocument::Row &row : section.rows) {
            QStringList words;
            if (!row.objects.isEmpty())
                words.append(few(row.objects, mostObjects));
            words += row.marks;
            const QString lead = u"  "_s + printable(row.right);
            const QString indent(rightWidth + 2, u' ');
            if (columns(lead) > rightWidth || words.isEmpty()) {
                screen.paragraph(u"  "_s, row.right);
                if (!words.isEmpty())
                    screen.paragraph(indent, words.join(u" · "_s));
            } else {
                screen.paragraph(padded(lead, rightWidth + 1) + u' ', words.join(u" · "_s));
            }
            screen.paragraph(indent, Words::tr("for %1").arg(few(row.causes, mostCauses)), Colour::Dim);
        }
    }
    if (!document.legend.isEmpty() || !document.hints.isEmpty())
        screen.line();
    for (const QStringList *lines : {&document.legend, &document.hints}) {
        for (const QString &line : *lines)
            screen.paragraph({}, line, Colour::Dim);
    }
    return screen.text();
}

namespace {

// "azuredevops_project.fiber (main.tf:12)"
QString causesOf(const NeedsDocument::Row &row)
{
    QStringList causes;
    for (qsizetype i = 0; i < row.causes.size(); ++i)
        causes.append(row.places[i].isEmpty() ? row.causes[i]
                                              : row.causes[i] + u" ("_s + row.places[i] + u')');
    return causes.join(u", "_s);
}

QString certaintyOf(const NeedsDocument::Row &row)
{
    return row.marks.isEmpty() ? Words::tr("known") : row.marks.join(u", "_s);
}

QStringList columnTitles()
{
    return {Words::tr("Right"), Words::tr("On"), Words::tr("Needed by"), Words::tr("Certainty"),
            Words::tr("Source")};
}

} // namespace

QString needsToMarkdown(const NeedsDocument &document)
{
    QString text = u"# "_s + markdownCell(document.sentence) + u"\n"_s;
    for (const QString &remark : document.remarks)
        text += u"\n> "_s + markdownCell(remark) + u'\n';
    for (const NeedsDocument::Section &section : document.sections) {
        text += u"\n## "_s + markdownCell(section.title) + u"\n\n"_s;
        if (!section.remark.isEmpty())
            text += markdownCell(section.remark) + u"\n\n"_s;
        text += u"| "_s + columnTitles().join(u" | "_s) + u" |\n|---|---|---|---|---|\n"_s;
        for (const NeedsDocument::Row &row : section.rows) {
            for (const QString &one : {row.right, row.objects.join(u", "_s), causesOf(row), certaintyOf(row),
                                       row.sources.join(u"; "_s)})
                text += u"| "_s + markdownCell(one) + u' ';
            text += u"|\n"_s;
        }
    }
    if (!document.legend.isEmpty())
        text += u'\n';
    for (const QString &line : document.legend)
        text += u"- "_s + markdownCell(line) + u'\n';
    return text;
}

QString needsToHtml(const NeedsDocument &document)
{
    HtmlPage page;
    page.title = Words::tr("Signet: %1").arg(document.sentence);
    page.header = u"<h1>"_s + markup(document.sentence) + u"</h1>"_s;
    for (const QString &remark : document.remarks)
        page.main += u"<p class=\"warn\">"_s + htmlForeign(remark) + u"</p>\n"_s;
    for (const NeedsDocument::Section &section : document.sections) {
        page.main += u"<section><h2>"_s + htmlForeign(section.title) + u"</h2>\n"_s;
        if (!section.remark.isEmpty())
            page.main += u"<p>"_s + htmlForeign(section.remark) + u"</p>\n"_s;
        page.main += u"<table><caption>"_s + markup(Words::tr("Rights")) + u"</caption>"_s
            + htmlTableHead(columnTitles());
        for (const NeedsDocument::Row &row : section.rows) {
            page.main += u"<tr><th scope=\"row\">"_s + htmlForeign(row.right) + u"</th>"_s;
            for (const QString &one :
                 {row.objects.join(u", "_s), causesOf(row), certaintyOf(row), row.sources.join(u"; "_s)})
                page.main += u"<td>"_s + htmlForeign(one) + u"</td>"_s;
            page.main += u"</tr>\n"_s;
        }
        page.main += u"</tbody></table></section>\n"_s;
    }
    for (const QString &line : document.legend)
        page.main += u"<p class=\"dim\">"_s + htmlForeign(line) + u"</p>\n"_s;
    page.footer = u"signet "_s + markup(QStringLiteral(SIGNET_VERSION));
    return page.html();
}

namespace {

QLatin1StringView toString(ObjectPart::State state)
{
    switch (state) {
    case ObjectPart::State::Absent:
        return "absent"_L1;
    case ObjectPart::State::Known:
        return "known"_L1;
    case ObjectPart::State::Named:
        return "named"_L1;
    case ObjectPart::State::Created:
        return "created"_L1;
    case ObjectPart::State::Unknown:
        break;
    }
    return "unknown"_L1;
}

QLatin1StringView toString(UnreadPart::Kind kind)
{
    switch (kind) {
    case UnreadPart::Kind::File:
        return "file"_L1;
    case UnreadPart::Kind::Module:
        return "module"_L1;
    case UnreadPart::Kind::PartialPlan:
        return "partial-plan"_L1;
    case UnreadPart::Kind::FailedPlan:
        return "failed-plan"_L1;
    case UnreadPart::Kind::OtherProvider:
        break;
    }
    return "other-provider"_L1;
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue objectToJson(const std::optional<SecuredObject> &object)
{
    if (!object)
        return {};
    const QStringList names = partsOf(object->kind);
    QJsonArray parts;
    for (qsizetype i = 0; i < object->parts.size(); ++i) {
        const ObjectPart &part = object->parts[i];
        parts.append(QJsonObject{{u"part"_s, names.value(i)},
                                 {u"state"_s, QString(toString(part.state))},
                                 {u"value"_s, orNull(part.value)},
                                 {u"name"_s, orNull(part.name)}});
    }
    const auto token = securityToken(*object);
    return QJsonObject{{u"kind"_s, QString(toString(object->kind))},
                       {u"parts"_s, parts},
                       {u"securityToken"_s, token ? QJsonValue(*token) : QJsonValue()}};
}

QJsonObject rightToJson(const NeededRight &needed)
{
    const AccessRight &right = needed.right;
    QJsonArray causes;
    for (const NeedCause &cause : needed.causes)
        causes.append(
            QJsonObject{{u"address"_s, cause.address},
                        {u"file"_s, orNull(cause.place.file)},
                        {u"line"_s, cause.place.line > 0 ? QJsonValue(cause.place.line) : QJsonValue()},
                        {u"operation"_s, QString(toString(cause.operation))},
                        {u"call"_s, orNull(cause.call)},
                        {u"truth"_s, QString(toString(cause.truth))}});
    return {{u"kind"_s, QString(toString(right.kind))},
            {u"right"_s, rightWords(right)},
            {u"namespaceId"_s, orNull(right.namespaceId)},
            {u"bit"_s, right.bit > 0 ? QJsonValue(right.bit) : QJsonValue()},
            {u"roleScope"_s, orNull(right.roleScope)},
            {u"name"_s, orNull(right.name)},
            {u"object"_s, objectToJson(needed.object)},
            {u"truth"_s, QString(toString(needed.truth))},
            {u"proof"_s, QString(toString(needed.proof))},
            {u"probably"_s, needed.proof == Proof::Inferred},
            {u"metByCreating"_s, QString(toString(needed.met))},
            {u"source"_s, orNull(needed.source)},
            {u"note"_s, orNull(needed.note)},
            {u"causes"_s, causes}};
}

} // namespace

QJsonObject needsToJson(const NeededRights &needed)
{
    QJsonArray rights;
    for (const NeededRight &right : needed.rights)
        rights.append(rightToJson(right));
    QJsonArray unread;
    for (const UnreadPart &part : needed.unread)
        unread.append(QJsonObject{{u"kind"_s, QString(toString(part.kind))},
                                  {u"name"_s, orNull(part.name)},
                                  {u"reason"_s, orNull(part.reason)},
                                  {u"file"_s, orNull(part.place.file)}});
    return {{u"for"_s, QString(toString(needed.purpose))},
            {u"ofPlan"_s, needed.ofPlan},
            {u"resources"_s, needed.resources},
            {u"atLeast"_s, needed.isAtLeast()},
            {u"unread"_s, unread},
            {u"unknownTypes"_s, QJsonArray::fromStringList(needed.unknownTypes)},
            {u"rights"_s, rights}};
}

} // namespace signet
