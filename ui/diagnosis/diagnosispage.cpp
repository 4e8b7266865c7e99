#include "ui/diagnosis/diagnosispage.h"

#include "core/report/reportformat.h"
#include "core/result/nativepath.h"
#include "core/session/openedfile.h"
#include "ui/diagnosis/detailsview.h"
#include "ui/diagnosis/othermachineview.h"
#include "ui/diagnosis/resultsmodel.h"
#include "ui/terraform/placelink.h"
#include "ui/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/identitystrip.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/windowmemory.h"
#include "ui/words.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

DiagnosisPage::DiagnosisPage(DiagnosisSession *session, QWidget *parent)
    : Page({u"diagnose"_s, tr("Diagnose")}, parent)
    , m_session(session)
    , m_awaited(describeAwaited())
    , m_here(new QRadioButton(tr("on t&his machine"), this))
    , m_elsewhere(new QRadioButton(tr("on &another machine"), this))
    , m_other(nullptr)
    , m_organization(new QLineEdit(this))
    , m_clientId(new QLineEdit(this))
    , m_run(new QPushButton(tr("&Run the checks"), this))
    , m_stop(new QPushButton(icon(u"stop"_s), tr("S&top"), this))
    , m_watch(new QPushButton(tr("&Watch"), this))
    , m_compare(new QPushButton(tr("Co&mpare"), this))
    , m_compareLastGood(nullptr)
    , m_save(new QPushButton(icon(u"save"_s), tr("Sa&ve report"), this))
    , m_message(new Message(this))
    , m_origin(new Message(this))
    , m_compared(new Message(this))
    , m_watched(new Message(this))
    , m_strip(new IdentityStrip(this))
    , m_badge(new StatusBadge(24, this))
    , m_sentence(new QLabel(this))
    , m_totals(mutedLabel({}, this))
    , m_remark(mutedLabel({}, this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_checks(new QTreeView(this))
    , m_results(new ResultsModel(this))
    , m_details(new DetailsView(this))
{
    m_organization->setPlaceholderText(tr("contoso, or https://dev.azure.com/contoso"));
    m_organization->setAccessibleName(tr("Organization"));
    m_clientId->setPlaceholderText(tr("only for a user-assigned identity"));
    m_clientId->setAccessibleName(tr("Client id of the identity"));
    m_clientId->setFont(theme::codeFont(m_clientId->font()));
    auto *organizationLabel = new QLabel(tr("&Organization"), this);
    organizationLabel->setBuddy(m_organization);
    auto *clientIdLabel = new QLabel(tr("&Client id"), this);
    clientIdLabel->setBuddy(m_clientId);
    makePrimary(m_run);
    m_here->setChecked(true);
    m_here->setAccessibleName(tr("Terraform runs on this machine"));
    m_elsewhere->setAccessibleName(tr("Terraform runs on another machine"));
    m_other = new OtherMachineView(session->sessionContext().disk, this);
    m_other->hide();

    m_watch->setCheckable(true);
    m_watch->setAutoDefault(false);
    m_watch->setToolTip(tr("Check again and again, and show what changes"));
    m_watch->setAccessibleDescription(m_watch->toolTip());
    m_watch->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_save->setAccessibleName(tr("Save report"));
    m_save->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    // They stand beside a button and may use all the room up to it.
    for (QLabel *label : {m_totals, m_remark})
        label->setMaximumWidth(QWIDGETSIZE_MAX);
    auto *menu = new QMenu(m_save);
    for (const ReportFormat &format : reportFormats())
        menu->addAction(tr("Save as %1…").arg(format.title()), this,
                        [this, &format] { askWhereToSave(format); });
    menu->addAction(icon(u"copy"_s), tr("&Copy as text"), this, &DiagnosisPage::copyAsText);
    m_save->setMenu(menu);
    m_compare->setAccessibleName(tr("Compare the report with another one"));
    m_compare->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *others = new QMenu(m_compare);
    others->addAction(tr("With a saved report…"), this, &DiagnosisPage::chooseToCompare);
    m_compareLastGood =
        others->addAction(tr("With the last one that was ready"), this, &DiagnosisPage::compareWithLastGood);
    m_compare->setMenu(others);
    QPushButton *copyDifferences = m_compared->addButton(tr("Copy the differences"));
    QPushButton *closeComparison = m_compared->addButton(tr("Close the comparison"));
    for (QPushButton *button : {copyDifferences, closeComparison})
        button->setAutoDefault(false);
    connect(copyDifferences, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_differences.join(u'\n')); });
    connect(closeComparison, &QPushButton::clicked, m_compared, &Message::clear);

    m_sentence->setFont(theme::headingFont(m_sentence->font()));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->setFocusPolicy(Qt::NoFocus);

    m_checks->setModel(m_results);
    m_checks->setHeaderHidden(true);
    m_checks->setUniformRowHeights(true);
    m_checks->setAllColumnsShowFocus(true);
    m_checks->setIconSize(QSize(16, 16));
    m_checks->setIndentation(theme::gap::wide);
    m_checks->setFrameShape(QFrame::StyledPanel);
    m_checks->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_checks->setAccessibleName(tr("Checks"));
    m_checks->setTabKeyNavigation(false);
    m_checks->header()->setStretchLastSection(false);
    m_checks->header()->setSectionResizeMode(ResultsModel::TitleColumn, QHeaderView::Stretch);
    m_checks->header()->setSectionResizeMode(ResultsModel::WordColumn, QHeaderView::ResizeToContents);
    m_checks->setTextElideMode(Qt::ElideRight);
    m_checks->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    m_splitter->addWidget(m_checks);
    m_splitter->addWidget(m_details);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({460, 470});
    m_checks->setMinimumWidth(240);
    m_details->setMinimumWidth(340);

    auto *asked = new QHBoxLayout;
    asked->setSpacing(theme::gap::tight);
    asked->addWidget(organizationLabel);
    asked->addWidget(m_organization, 3);
    asked->addSpacing(theme::gap::tight);
    asked->addWidget(clientIdLabel);
    asked->addWidget(m_clientId, 3);
    asked->addSpacing(theme::gap::tight);
    asked->addWidget(m_run);
    asked->addWidget(m_stop);

    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_sentence);
    words->addWidget(m_totals);
    words->addWidget(m_remark);
    auto *verdict = new QHBoxLayout;
    verdict->setSpacing(theme::gap::normal);
    verdict->addWidget(m_badge, 0, Qt::AlignTop);
    verdict->addLayout(words, 1);
    verdict->addWidget(m_watch, 0, Qt::AlignTop);
    verdict->addWidget(m_compare, 0, Qt::AlignTop);
    verdict->addWidget(m_save, 0, Qt::AlignTop);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap::section, theme::gap::wide, theme::gap::section, theme::gap::wide);
    layout->setSpacing(theme::gap::normal);
    auto *top = new QHBoxLayout;
    top->setSpacing(theme::gap::normal);
    top->addWidget(titleLabel(tr("Find out why it fails"), this));
    auto *answers = new ElidedLabel(tr("Which identity is used where, what blocks it, and how to fix it."),
                                    Qt::ElideRight, this);
    setMuted(answers);
    top->addWidget(answers, 1, Qt::AlignBottom);
    auto *where = new QLabel(tr("Terraform runs"), this);
    setMuted(where);
    for (QWidget *widget :
         {static_cast<QWidget *>(where), static_cast<QWidget *>(m_here), static_cast<QWidget *>(m_elsewhere)})
        top->addWidget(widget, 0, Qt::AlignBottom);
    layout->addLayout(top);
    layout->addLayout(asked);
    layout->addWidget(m_other);
    layout->addWidget(m_message);
    layout->addWidget(m_origin);
    layout->addWidget(m_compared);
    layout->addWidget(m_watched);
    layout->addWidget(m_strip);
    layout->addLayout(verdict);
    layout->addWidget(m_splitter, 1);

    // In the order in which it is read.
    setTabOrder(m_strip, m_watch);
    setTabOrder(m_watch, m_compare);
    setTabOrder(m_compare, m_save);
    setTabOrder(m_save, m_checks);
    setTabOrder(m_checks, m_details);

    connect(m_run, &QPushButton::clicked, this, &DiagnosisPage::run);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_session->stop(); });
    connect(m_watch, &QPushButton::clicked, this, &DiagnosisPage::setWatching);
    connect(m_elsewhere, &QRadioButton::toggled, this,
            [this](bool elsewhere) { setWhere(elsewhere ? Where::Elsewhere : Where::Here); });
    connect(m_other, &OtherMachineView::pasteWanted, this, &DiagnosisPage::pasteWanted);
    connect(m_other, &OtherMachineView::openWanted, this, &DiagnosisPage::openWanted);
    connect(m_other, &OtherMachineView::reportFound, this, &DiagnosisPage::openFileWanted);
    for (QLineEdit *field : {m_organization, m_clientId}) {
        // The command for the other machine names what was typed.
        connect(field, &QLineEdit::editingFinished, this, [this] {
            if (m_elsewhere->isChecked())
                run();
        });
    }
    QPushButton *closeReport = m_origin->addButton(tr("&Close the report"));
    closeReport->setAutoDefault(false);
    connect(closeReport, &QPushButton::clicked, this, &DiagnosisPage::closeWanted);
    connect(m_organization, &QLineEdit::returnPressed, this, &DiagnosisPage::run);
    connect(m_clientId, &QLineEdit::returnPressed, this, &DiagnosisPage::run);
    connect(m_details, &DetailsView::checkChosen, this, &DiagnosisPage::choose);
    connect(m_details, &DetailsView::actionWanted, this, &DiagnosisPage::act);
    connect(m_strip, &IdentityStrip::folderWanted, this, &DiagnosisPage::chooseFolder);
    connect(m_checks->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                if (m_choosing || !current.isValid() || current.data(ResultsModel::StageRole).toBool())
                    return;
                m_chosen = current.data(ResultsModel::IdRole).toString();
                m_chosenByPerson = true;
                m_details->showCheck(shownReport(), m_results->document(), m_chosen);
            });
    // The first check of a stage is not chosen by unfolding; a new list of checks starts unfolded.
    connect(m_results, &ResultsModel::modelReset, m_checks, &QTreeView::expandAll);

    m_ticker.setInterval(100);
    connect(&m_ticker, &QTimer::timeout, this, &DiagnosisPage::tick);

    connectSession();
}

void DiagnosisPage::connectSession()
{
    connect(m_session, &DiagnosisSession::questionChanged, this, &DiagnosisPage::showQuestion);
    connect(m_session, &DiagnosisSession::runningChanged, this, &DiagnosisPage::showRunning);
    connect(m_session, &DiagnosisSession::watchChanged, this, &DiagnosisPage::showWatch);
    connect(m_session, &DiagnosisSession::reportChanged, this, &DiagnosisPage::showReport);
    connect(m_session, &DiagnosisSession::finished, this, &DiagnosisPage::showReport);
    m_chosen.clear();
    m_chosenByPerson = false;
    showQuestion();
    showReport();
    showRunning(m_session->isRunning());
    showWatch();
}

void DiagnosisPage::setSession(DiagnosisSession *session)
{
    disconnect(m_session, nullptr, this, nullptr);
    m_session = session;
    m_message->clear();
    m_compared->clear();
    connectSession();
}

void DiagnosisPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_strip->setLow(height() < 560);
}

void DiagnosisPage::showOrigin()
{
    if (!m_session->isOpened()) {
        m_origin->clear();
        return;
    }
    const qint64 now = m_session->sessionContext().disk.now().time_since_epoch().count();
    m_origin->show(theme::Tone::Info, tr("This report was opened from a file"),
                   originWords(m_session->report(), now));
}

std::optional<Page::Card> DiagnosisPage::card() const
{
    return Card{tr("Find out why it fails"),
                tr("Run every check, see the cause, and learn what to do about it.")};
}

void DiagnosisPage::takeFocus()
{
    m_organization->setFocus();
}

void DiagnosisPage::setWhere(Where where)
{
    const bool elsewhere = where == Where::Elsewhere;
    if (m_elsewhere->isChecked() != elsewhere)
        (elsewhere ? m_elsewhere : m_here)->setChecked(true);
    m_other->setVisible(elsewhere);
    m_other->setQuestion(m_session->question());
    showReport();
    showRunning(m_session->isRunning());
    showWatch();
}

void DiagnosisPage::ask(const QString &organization)
{
    m_organization->setText(organization);
    run();
}

void DiagnosisPage::refresh()
{
    if (m_elsewhere->isChecked())
        m_other->reports()->look();
    else
        run();
}

bool DiagnosisPage::takeSubject()
{
    m_message->clear();
    m_compared->clear();
    const auto refusal = m_session->setSubject(m_organization->text(), m_clientId->text());
    if (!refusal)
        return true;
    m_message->show(refusal->problem, m_session->sessionContext().sandbox);
    const bool isOrganization = refusal->field == DiagnosisSession::Field::Organization;
    (isOrganization ? m_organization : m_clientId)->setFocus();
    return false;
}

void DiagnosisPage::setWatching(bool watching)
{
    if (!watching) {
        m_session->stop();
    } else if (takeSubject()) {
        m_chosen.clear();
        m_chosenByPerson = false;
        m_session->startWatching();
    }
    showWatch();
}

void DiagnosisPage::showWatch()
{
    m_watch->setChecked(m_session->isWatching());
    m_watch->setVisible(!m_elsewhere->isChecked() && !m_session->isOpened());
    const QString words = m_session->watchWords();
    if (words.isEmpty() || !m_watch->isVisibleTo(this)) {
        m_watched->clear();
        return;
    }
    // The page keeps its room for the checks; all of them are in the tooltip.
    const QStringList &changes = m_session->watchedChanges();
    m_watched->show(theme::Tone::Info, words,
                    changes.isEmpty() ? tr("Nothing has changed.")
                                      : changes.first(std::min<qsizetype>(changes.size(), 4)).join(u'\n'));
    m_watched->setToolTip(changes.join(u'\n'));
}

void DiagnosisPage::run()
{
    if (!takeSubject())
        return;
    if (m_elsewhere->isChecked()) {
        m_other->setQuestion(m_session->question());
        return;
    }
    m_chosen.clear();
    m_chosenByPerson = false;
    m_session->start();
}

void DiagnosisPage::act(FindingAction action, const QJsonObject &evidence)
{
    switch (action) {
    case FindingAction::CheckAgain:
        run();
        return;
    case FindingAction::CorrectOrganization:
        m_organization->setFocus();
        m_organization->selectAll();
        return;
    case FindingAction::ShowLine:
        // A file of a simulated machine is only shown by the page of the configuration.
        if (const QString path = m_session->localPath(evidence["path"_L1].toString()); !path.isEmpty())
            openInEditor(path);
        else
            Q_EMIT actionWanted(FindingAction::EditConfiguration);
        return;
    default:
        Q_EMIT actionWanted(action);
    }
}

void DiagnosisPage::showQuestion()
{
    const Question &question = m_session->question();
    m_organization->setText(question.organizationText());
    m_clientId->setText(question.clientId ? question.clientId->value.toString() : QString());
    // A long value is read from its beginning.
    m_organization->setCursorPosition(0);
    m_organization->setToolTip(m_organization->text());
    m_strip->offerFolder(question.terraformFolder ? question.terraformFolder->value : QString());
    m_other->setQuestion(question);
}

void DiagnosisPage::chooseFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Folder of the Terraform configuration"));
    if (!folder.isEmpty())
        setFolder(folder);
}

void DiagnosisPage::setFolder(const QString &folder)
{
    m_session->setTerraformFolder(folder);
    run();
}

bool DiagnosisPage::isAwaiting() const
{
    return m_elsewhere->isChecked() && !m_session->isOpened();
}

const Report &DiagnosisPage::shownReport() const
{
    return isAwaiting() ? m_noReport : m_session->report();
}

const ReportDocument &DiagnosisPage::shownDocument() const
{
    return isAwaiting() ? m_awaited : m_session->document();
}

void DiagnosisPage::showReport()
{
    const ReportDocument &document = shownDocument();
    m_results->setDocument(document);
    m_strip->setDocument(document);

    const Badge badge = badgeOf(document);
    m_badge->setBadge(badge.icon, badge.tone, badge.word);
    const bool empty = document.stages.isEmpty();
    m_sentence->setText(empty ? tr("Nothing checked yet.") : document.sentence);
    m_totals->setText(!empty                         ? document.totals
                          : m_elsewhere->isChecked() ? tr("Run the checks there, and bring the report here.")
                                                     : tr("Enter the organization and run the checks."));
    m_remark->setText(document.remark);
    m_remark->setVisible(!document.remark.isEmpty());
    m_save->setEnabled(!empty);
    m_compare->setEnabled(!empty && !document.running);
    const std::optional<Report> &good = m_session->lastGood();
    m_compareLastGood->setEnabled(good && good->startedAt != shownReport().startedAt);
    showOrigin();

    // The cause opens by itself, unless the person is reading something else.
    if (!m_chosenByPerson) {
        m_chosen.clear();
        if (!document.causes.isEmpty() && !document.causes.first().checks.isEmpty())
            m_chosen = document.causes.first().checks.first();
        m_choosing = true;
        m_checks->setCurrentIndex(m_results->indexOf(m_chosen));
        m_choosing = false;
    }
    m_details->showCheck(shownReport(), document, m_chosen);
}

void DiagnosisPage::choose(const QString &checkId)
{
    const QModelIndex index = m_results->indexOf(checkId);
    if (index.isValid())
        m_checks->setCurrentIndex(index);
}

void DiagnosisPage::showRunning(bool running)
{
    const bool hadFocus = m_run->hasFocus() || m_stop->hasFocus();
    m_run->setVisible(!running && !m_elsewhere->isChecked());
    m_stop->setVisible(running && !isAwaiting());
    m_run->setText(m_session->report().checks.empty() ? tr("&Run the checks")
                       : m_session->isOpened()        ? tr("&Run the checks here")
                                                      : tr("&Run again"));
    if (hadFocus)
        (running ? m_stop : m_run)->setFocus();
    if (running) {
        m_waitedMs = 0;
        m_ticker.start();
    } else {
        m_ticker.stop();
    }
}

void DiagnosisPage::tick()
{
    m_waitedMs += m_ticker.interval();
    m_totals->setText(tr("%1 · %2").arg(m_results->document().totals, durationText(m_waitedMs)));
}

void DiagnosisPage::askWhereToSave(const ReportFormat &format)
{
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Save report"), u"signet-report."_s + format.extension,
                                     u"%1 (*.%2)"_s.arg(format.title(), format.extension));
    if (!path.isEmpty())
        saveReport(path, format);
}

bool DiagnosisPage::saveReport(const QString &path, const ReportFormat &format)
{
    const auto content = reportFile(m_session->report(), format, path);
    if (!content) {
        m_message->show(content.problem(), m_session->sessionContext().sandbox);
        return false;
    }
    // The person has said yes to replacing it, in the dialog that asked for the name.
    const auto saved = m_session->sessionContext().disk.writeFile(path, *content);
    if (!saved) {
        m_message->show(saved.problem(), m_session->sessionContext().sandbox);
        return false;
    }
    m_message->show(theme::Tone::Ok, tr("Report saved as %1").arg(nativePath(path)));
    return true;
}

void DiagnosisPage::chooseToCompare()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Compare with a saved report"), {},
                                                      tr("Reports of Signet (*.json)"));
    if (!path.isEmpty())
        compareWith(path);
}

void DiagnosisPage::compareWith(const QString &path)
{
    m_message->clear();
    if (const auto other = openReport(m_session->sessionContext().disk, path))
        showComparison(*other);
    else
        m_message->show(other.problem(), m_session->sessionContext().sandbox);
}

void DiagnosisPage::compareWithLastGood()
{
    if (m_session->lastGood())
        showComparison(*m_session->lastGood());
}

void DiagnosisPage::showComparison(const Report &other)
{
    // The page keeps its room for the checks; what is copied is whole.
    constexpr qsizetype mostLines = 8;
    const ReportComparison comparison = compareInWords(m_session->report(), other);
    m_differences = QStringList{comparison.title} + comparison.changes;
    QStringList lines = comparison.changes.first(std::min(comparison.changes.size(), mostLines));
    if (comparison.changes.size() > mostLines)
        lines.append(tr("%n more difference(s)", nullptr, int(comparison.changes.size() - mostLines)));
    m_compared->show(comparison.isWorse ? theme::Tone::Warning : theme::Tone::Info, comparison.title,
                     lines.join(u'\n'));
}

void DiagnosisPage::copyAsText()
{
    const auto content = reportFile(m_session->report(), *findReportFormat(u"text"), tr("the clipboard"));
    if (!content) {
        m_message->show(content.problem(), m_session->sessionContext().sandbox);
        return;
    }
    QGuiApplication::clipboard()->setText(QString::fromUtf8(*content));
    m_message->show(theme::Tone::Ok, tr("Report copied as text"));
}

void DiagnosisPage::save(WindowMemory *memory) const
{
    memory->setBytes(u"diagnosis/splitter"_s, m_splitter->saveState());
}

void DiagnosisPage::restore(const WindowMemory &memory)
{
    m_splitter->restoreState(memory.bytes(u"diagnosis/splitter"_s));
}

} // namespace signet
