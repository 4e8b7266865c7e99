#include "ui/diagnosis/detailsview.h"

#include "core/report/administratormessage.h"
#include "core/report/jsonsink.h"
#include "core/session/setupsession.h"
#include "ui/diagnosis/waterfallview.h"
#include "ui/theme.h"
#include "ui/widgets/actionbuttons.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/fixsteps.h"
#include "ui/widgets/foldsection.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QDesktopServices>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

const ReportDocument::CheckLine *lineOf(const ReportDocument &document, const QString &id)
{
    for (const ReportDocument::Stage &stage : document.stages) {
        for (const ReportDocument::CheckLine &check : stage.checks) {
            if (check.id == id)
                return &check;
        }
    }
    return nullptr;
}

const ReportDocument::Cause *causeOf(const ReportDocument &document, FindingId findingId)
{
    if (findingId.isEmpty())
        return nullptr;
    for (const QList<ReportDocument::Cause> *list : {&document.causes, &document.others}) {
        for (const ReportDocument::Cause &cause : *list) {
            if (cause.id == findingId)
                return &cause;
        }
    }
    return nullptr;
}

QJsonObject evidenceOf(const Report &report, FindingId id)
{
    const ReportedFinding *found = report.finding(id);
    return found ? found->evidence : QJsonObject();
}

// Ids and addresses have no blank to break at; a space of no width behind their separators is one. What
// is copied is the value itself.
QString breakable(const QString &value)
{
    QString text;
    for (const QChar character : value) {
        text += character;
        if (u"/\\?&=_@-"_s.contains(character))
            text += QChar(0x200B);
    }
    return text;
}

} // namespace

DetailsView::DetailsView(QWidget *parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::StyledPanel);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(tr("Details of the check"));
    setFocusPolicy(Qt::StrongFocus);
}

void DetailsView::showCheck(const Report &report, const ReportDocument &document, const QString &checkId)
{
    const ReportDocument::CheckLine *line = lineOf(document, checkId);
    const CheckResult *check = report.check(checkId);

    // While checks come in, the page must not be rebuilt while it is being read.
    QJsonObject told{{u"check"_s, checkId},
                     {u"stages"_s, document.stages.size()},
                     {u"running"_s, document.running},
                     {u"sentence"_s, document.sentence},
                     {u"findings"_s, int(document.causes.size() + document.others.size())}};
    if (!document.running)
        told.insert(u"requests"_s, report.exchanges.size());
    if (check) {
        told.insert(u"result"_s, toJson(*check));
        told.insert(u"detail"_s, line->detail);
        if (!document.causes.isEmpty())
            told.insert(u"cause"_s, document.causes.first().id.toString());
    }
    const QByteArray signature = QJsonDocument(told).toJson(QJsonDocument::Compact);
    if (signature == m_told)
        return;
    m_told = signature;

    m_page = new QWidget;
    m_page->setBackgroundRole(QPalette::Base);
    m_layout = new QVBoxLayout(m_page);
    m_layout->setContentsMargins(theme::gap::wide, theme::gap::wide, theme::gap::wide, theme::gap::section);
    m_layout->setSpacing(theme::gap::tight);

    if (line) {
        if (const ReportDocument::Cause *cause = causeOf(document, line->findingId))
            addCause(report, document, *cause);
        else
            addCheck(report, document, *line);
    } else {
        addOverview(document);
    }

    if (!report.exchanges.isEmpty()) {
        auto *requests = new WaterfallView;
        requests->setExchanges(report.exchanges, checkId);
        auto *section = new FoldSection(tr("Requests (%1)").arg(report.exchanges.size()), requests, m_page);
        section->setOpen(m_requestsOpen);
        connect(section, &FoldSection::openChanged, this, [this](bool open) { m_requestsOpen = open; });
        m_layout->addSpacing(theme::gap::tight);
        m_layout->addWidget(section);
    }

    const QJsonObject facts = check ? check->observation : line ? QJsonObject() : report.subject;
    if (!facts.isEmpty()) {
        auto *box = new CommandBox(tr("All facts"), CommandBox::Wrap::No);
        box->setMaximumLines(24);
        box->setText(factsText(facts));
        auto *section = new FoldSection(tr("All facts"), box, m_page);
        section->setOpen(m_factsOpen);
        connect(section, &FoldSection::openChanged, this, [this](bool open) { m_factsOpen = open; });
        m_layout->addWidget(section);
    }
    m_layout->addStretch(1);
    setWidget(m_page);
}

void DetailsView::addHeading(const QString &text)
{
    auto *label = new QLabel(text, m_page);
    label->setFont(theme::strongFont(label->font()));
    m_layout->addSpacing(theme::gap::tight);
    m_layout->addWidget(label);
}

void DetailsView::addCause(const Report &report, const ReportDocument &document,
                           const ReportDocument::Cause &cause)
{
    m_title = cause.text.title;
    const theme::Tone tone = toneOf(cause.severity);
    auto *top = new QHBoxLayout;
    top->setSpacing(theme::gap::tight);
    auto *badge = new StatusBadge(20, m_page);
    badge->setBadge(badgeOf(tone), tone, wordOf(tone));
    top->addWidget(badge, 0, Qt::AlignTop);
    top->addWidget(headingLabel(cause.text.title, m_page), 1);
    m_layout->addLayout(top);

    if (cause.rootCause)
        m_layout->addWidget(mutedLabel(
            cause.symptom                    ? tr("This is a symptom. Its cause could not be determined.")
                : document.causes.size() > 1 ? tr("This is one of %1 causes.").arg(document.causes.size())
                                             : tr("This is the cause."),
            m_page));
    else
        m_layout->addWidget(mutedLabel(tr("The other problems have a different cause."), m_page));
    m_layout->addWidget(proseLabel(cause.text.cause, m_page));

    if (!cause.text.fix.isEmpty()) {
        addHeading(tr("What to do"));
        addActions(report, cause);
        m_layout->addWidget(new FixSteps(cause.text.fix, m_page));
    }
    if (!cause.text.link.isEmpty()) {
        auto *read = new QPushButton(icon(u"open"_s), tr("Learn more"), m_page);
        read->setAutoDefault(false);
        read->setToolTip(cause.text.link);
        read->setAccessibleDescription(cause.text.link);
        connect(read, &QPushButton::clicked, this,
                [link = cause.text.link] { QDesktopServices::openUrl(QUrl(link)); });
        m_layout->addWidget(read, 0, Qt::AlignLeft);
    }
    if (!cause.evidence.isEmpty()) {
        QStringList lines;
        for (const auto &[label, value] : cause.evidence)
            lines.append(u"%1: %2"_s.arg(label, value));
        auto *copy = new CopyButton(tr("Copy the evidence"), m_page);
        copy->setContent(lines.join(u'\n'));
        auto *name = new QLabel(tr("Evidence"), m_page);
        name->setFont(theme::strongFont(name->font()));
        auto *heading = new QHBoxLayout;
        heading->setSpacing(theme::gap::hair);
        heading->addWidget(name);
        heading->addWidget(copy);
        heading->addStretch(1);
        m_layout->addSpacing(theme::gap::tight);
        m_layout->addLayout(heading);
        auto *grid = new QGridLayout;
        grid->setHorizontalSpacing(theme::gap::wide);
        grid->setVerticalSpacing(theme::gap::hair);
        grid->setColumnStretch(1, 1);
        int row = 0;
        for (const auto &[label, value] : cause.evidence) {
            auto *name = new QLabel(label, m_page);
            name->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
            setMuted(name);
            grid->addWidget(name, row, 0, Qt::AlignTop);
            auto *what = new ProseLabel(breakable(value), m_page);
            what->setFont(theme::codeFont(what->font()));
            what->setMaximumWidth(QWIDGETSIZE_MAX);
            grid->addWidget(what, row, 1);
            ++row;
        }
        m_layout->addLayout(grid);
    }
    addOthers(document, cause.id);
}

void DetailsView::addActions(const Report &report, const ReportDocument::Cause &cause)
{
    if (cause.text.actions.isEmpty())
        return;
    auto *actions = new ActionButtons(cause.text.actions, m_page);
    auto *message = new CommandBox(tr("message for the administrator"), CommandBox::Wrap::Yes, m_page);
    message->setMaximumLines(24);
    message->hide();
    m_layout->addWidget(actions);
    m_layout->addWidget(message);
    const QJsonObject evidence = evidenceOf(report, cause.id);
    const QString words = administratorMessage(report, cause);
    connect(actions, &ActionButtons::wanted, this, [this, message, evidence, words](FindingAction action) {
        if (action != FindingAction::AskAdministrator) {
            Q_EMIT actionWanted(action, evidence);
            return;
        }
        message->setText(words);
        message->setVisible(message->isHidden());
    });
}

void DetailsView::addLinkToCheck(const ReportDocument::CheckLine &line)
{
    const Badge badge = badgeOf(line);
    auto *button =
        new LinkButton(icon(badge.icon, theme::pair(palette(), badge.tone).ink), line.title, m_page);
    button->setAccessibleName(tr("Show the check: %1, %2").arg(line.title, badge.word));
    connect(button, &QPushButton::clicked, this, [this, id = line.id] { Q_EMIT checkChosen(id); });
    m_layout->addWidget(button, 0, Qt::AlignLeft);
}

void DetailsView::addOthers(const ReportDocument &document, FindingId except)
{
    QList<const ReportDocument::Cause *> others;
    for (const QList<ReportDocument::Cause> *list : {&document.causes, &document.others}) {
        for (const ReportDocument::Cause &cause : *list) {
            if (cause.id != except && !cause.checks.isEmpty())
                others.append(&cause);
        }
    }
    if (others.isEmpty())
        return;
    addHeading(tr("Also found"));
    for (const ReportDocument::Cause *cause : std::as_const(others)) {
        const theme::Tone tone = toneOf(cause->severity);
        auto *button =
            new LinkButton(icon(badgeOf(tone), theme::pair(palette(), tone).ink), cause->text.title, m_page);
        connect(button, &QPushButton::clicked, this,
                [this, id = cause->checks.first()] { Q_EMIT checkChosen(id); });
        m_layout->addWidget(button, 0, Qt::AlignLeft);
    }
}

void DetailsView::addCheck(const Report &report, const ReportDocument &document,
                           const ReportDocument::CheckLine &line)
{
    m_title = line.title;
    const Badge badge = badgeOf(line);
    auto *top = new QHBoxLayout;
    top->setSpacing(theme::gap::tight);
    auto *mark = new StatusBadge(20, m_page);
    mark->setBadge(badge.icon, badge.tone, badge.word);
    top->addWidget(mark, 0, Qt::AlignTop);
    top->addWidget(headingLabel(line.title, m_page), 1);
    m_layout->addLayout(top);

    QString state = badge.word;
    if (line.phase == Phase::Done && line.durationMs > 0)
        state += u" · "_s + durationText(line.durationMs);
    m_layout->addWidget(mutedLabel(state, m_page));
    const bool skipped = line.phase == Phase::Done && line.status == Status::Skipped;
    if (!line.detail.isEmpty() && line.detail != badge.word && !skipped)
        m_layout->addWidget(proseLabel(line.detail, m_page));

    const CheckResult *check = report.check(line.id);
    if (skipped) {
        addHeading(tr("Not checked because this failed"));
        for (const QString &id : check->because) {
            if (const ReportDocument::CheckLine *need = lineOf(document, id))
                addLinkToCheck(*need);
        }
    } else if (!check->needs.isEmpty()) {
        addHeading(line.phase == Phase::Waiting ? tr("Waits for") : tr("Depends on"));
        for (const QString &id : check->needs) {
            if (const ReportDocument::CheckLine *need = lineOf(document, id))
                addLinkToCheck(*need);
        }
    }
}

void DetailsView::addOverview(const ReportDocument &document)
{
    m_title = document.stages.isEmpty() ? tr("Nothing checked yet") : document.sentence;
    m_layout->addWidget(headingLabel(m_title, m_page));
    if (document.stages.isEmpty()) {
        m_layout->addWidget(proseLabel(
            tr("Enter the organization and run the checks. The problem and its fix appear here."), m_page));
        return;
    }
    if (document.running)
        m_layout->addWidget(proseLabel(tr("The cause appears here as soon as it is found."), m_page));
    else
        m_layout->addWidget(mutedLabel(document.totals, m_page));
    if (!document.remark.isEmpty())
        m_layout->addWidget(proseLabel(document.remark, m_page));
    if (!document.running)
        addOthers(document, {});
}

} // namespace signet
