#include "ui/terraform/terraformpage.h"

#include "core/result/nativepath.h"
#include "ui/terraform/chainview.h"
#include "ui/terraform/editpanel.h"
#include "ui/terraform/folderrow.h"
#include "ui/terraform/obstaclebox.h"
#include "ui/terraform/outputspanel.h"
#include "ui/terraform/placelink.h"
#include "ui/terraform/valuesmodel.h"
#include "ui/terraform/writtenview.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/foldsection.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/windowmemory.h"
#include "ui/words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QTableView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int mostRecent = 6;

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

// A choice with its label, as one thing that can be hidden.
QWidget *labelled(const QString &text, QComboBox *choice, QWidget *parent)
{
    auto *box = new QWidget(parent);
    auto *label = new QLabel(text, box);
    label->setBuddy(choice);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(label);
    layout->addWidget(choice);
    return box;
}

} // namespace

TerraformPage::TerraformPage(TerraformSession *session, QWidget *parent)
    : Page({u"terraform"_s, tr("Terraform")}, parent)
    , m_session(session)
    , m_folder(new FolderRow(session, this))
    , m_message(new Message(this))
    , m_reading(new Message(this))
    , m_written(new WrittenView(session, this))
    , m_scroll(new QScrollArea(this))
    , m_content(new QWidget)
    , m_valuesModel(new ValuesModel(this))
{
    auto *top = new QHBoxLayout;
    top->setSpacing(theme::gap::normal);
    top->addWidget(titleLabel(tr("Terraform configuration"), this));
    auto *answers = new ElidedLabel(tr("Which identity Terraform would use with these files, why, and how to "
                                       "make it the managed identity."),
                                    Qt::ElideRight, this);
    setMuted(answers);
    top->addWidget(answers, 1, Qt::AlignBottom);

    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(2, 2, theme::gap::tight, theme::gap::tight);
    content->setSpacing(theme::gap::normal);
    content->addWidget(buildVerdict());
    content->addWidget(buildChoices());
    m_columns = new QBoxLayout(QBoxLayout::TopToBottom);
    m_columns->setSpacing(theme::gap::section);
    m_columns->addWidget(buildDecision(), 1);
    m_columns->addWidget(buildEdit(), 1);
    content->addLayout(m_columns);
    content->addStretch(1);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_content);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap::section, theme::gap::wide, theme::gap::section, theme::gap::wide);
    layout->setSpacing(theme::gap::normal);
    layout->addLayout(top);
    layout->addWidget(m_folder);
    layout->addWidget(m_message);
    layout->addWidget(m_reading);
    layout->addWidget(m_written);
    layout->addWidget(buildEmpty(), 1);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(buildBar());

    connect(m_folder, &FolderRow::opened, this, [this] {
        m_message->clear();
        m_remembers = true;
        Q_EMIT folderChosen();
    });
    QPushButton *stop = m_reading->addButton(tr("S&top"));
    stop->setIcon(icon(u"stop"_s));
    stop->setAutoDefault(false);
    connect(stop, &QPushButton::clicked, m_session, &TerraformSession::stop);
    connect(m_session, &TerraformSession::changed, this, &TerraformPage::showState);
    connect(m_session, &TerraformSession::progressed, this, &TerraformPage::showReading);
    showState();
}

QWidget *TerraformPage::buildEmpty()
{
    m_empty = new QWidget(this);
    auto *layout = new QVBoxLayout(m_empty);
    layout->setContentsMargins(0, theme::gap::section, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(headingLabel(tr("No configuration read yet"), m_empty));
    layout->addWidget(
        proseLabel(tr("Choose the folder with the .tf files, or drop it on the window. Signet shows which "
                      "identity Terraform would use, which line or variable decides it, and the edit that "
                      "makes it the managed identity. You see every change before it is written."),
                   m_empty));
    auto *choose = new QPushButton(tr("Choose the fol&der…"), m_empty);
    makePrimary(choose);
    connect(choose, &QPushButton::clicked, m_folder, &FolderRow::choose);
    layout->addWidget(choose, 0, Qt::AlignLeft);
    layout->addStretch(1);
    return m_empty;
}

QWidget *TerraformPage::buildVerdict()
{
    auto *box = new QWidget(m_content);
    m_badge = new StatusBadge(24, box);
    m_sentence = headingLabel({}, box);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->setFocusPolicy(Qt::NoFocus);
    m_facts = mutedLabel({}, box);
    for (QLabel *label : {m_sentence, m_facts})
        label->setMaximumWidth(QWIDGETSIZE_MAX);
    m_error = new CommandBox(tr("what Terraform would print"), CommandBox::Wrap::Yes, box);
    m_error->setMaximumLines(14);
    m_errorSection = new FoldSection(tr("What Terraform would print"), m_error, box);
    m_unknown = new Message(box);
    m_obstacles = new QVBoxLayout;
    m_obstacles->setSpacing(theme::gap::tight);

    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_sentence);
    words->addWidget(m_facts);
    words->addWidget(m_errorSection);
    auto *line = new QHBoxLayout;
    line->setSpacing(theme::gap::normal);
    line->addWidget(m_badge, 0, Qt::AlignTop);
    line->addLayout(words, 1);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addLayout(line);
    layout->addLayout(m_obstacles);
    layout->addWidget(m_unknown);
    return box;
}

QWidget *TerraformPage::buildChoices()
{
    auto *box = new QWidget(m_content);
    m_alias = new QComboBox(box);
    m_alias->setAccessibleName(tr("Provider block"));
    m_aliasChoice = labelled(tr("&Block"), m_alias, box);
    m_version = new QComboBox(box);
    m_version->setAccessibleName(tr("Provider version to evaluate"));
    m_version->setMaxVisibleItems(20);
    m_way = new QComboBox(box);
    m_way->addItems({tr("in the block"), tr("in the environment")});
    m_way->setAccessibleName(tr("Where the edit puts the settings"));
    m_versionChange = mutedLabel({}, box);
    m_versionChange->setMaximumWidth(QWIDGETSIZE_MAX);

    m_blocksTitle = strongLabel({}, box);
    m_blocks = new QTreeWidget(box);
    m_blocks->setAccessibleName(tr("Provider blocks"));
    m_blocks->setHeaderLabels({tr("Provider block"), tr("Credential"), tr("Place")});
    m_blocks->setToolTip(tr("Enter shows the block of the row."));
    m_blocks->setRootIsDecorated(false);
    m_blocks->setUniformRowHeights(true);
    m_blocks->setAllColumnsShowFocus(true);
    m_blocks->header()->setHighlightSections(false);
    m_blocks->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);

    auto *line = new QHBoxLayout;
    line->setSpacing(theme::gap::wide);
    line->addWidget(m_aliasChoice);
    line->addWidget(labelled(tr("Evaluate as &version"), m_version, box));
    line->addWidget(labelled(tr("Put settin&gs"), m_way, box));
    line->addStretch(1);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::hair);
    layout->addWidget(m_blocksTitle);
    layout->addWidget(m_blocks);
    layout->addLayout(line);
    layout->addWidget(m_versionChange);

    const auto select = [this](const QTreeWidgetItem *item) {
        const QVariant alias = item->data(0, Qt::UserRole);
        if (alias.isValid() && alias.toString() != m_session->alias())
            m_session->setAlias(alias.toString());
    };
    connect(m_blocks, &QTreeWidget::itemClicked, this, select);
    connect(m_blocks, &QTreeWidget::itemActivated, this, select);
    connect(m_alias, &QComboBox::activated, this,
            [this] { m_session->setAlias(m_alias->currentData().toString()); });
    connect(m_version, &QComboBox::activated, this, [this] {
        const auto done = m_session->setProviderVersion(m_version->currentData().toString());
        if (!done)
            m_message->show(done.problem(), m_session->sandbox());
    });
    connect(m_way, &QComboBox::activated, this, [this](int index) {
        m_session->setFromEnvironment(index == 1 ? FromEnvironment::Yes : FromEnvironment::No);
    });
    return box;
}

QWidget *TerraformPage::buildDecision()
{
    auto *box = new QWidget(m_content);
    m_chain = new ChainView(box);
    m_values = new QTableView(box);
    m_values->setModel(m_valuesModel);
    m_values->setAccessibleName(tr("Settings the provider reads"));
    m_values->setToolTip(tr("Enter opens the file of the row in the editor."));
    m_values->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_values->setSelectionMode(QAbstractItemView::SingleSelection);
    m_values->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_values->setTabKeyNavigation(false);
    m_values->setShowGrid(false);
    m_values->setWordWrap(false);
    m_values->setTextElideMode(Qt::ElideMiddle);
    m_values->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_values->verticalHeader()->hide();
    m_values->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_values->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + theme::gap::tight);
    m_values->horizontalHeader()->setHighlightSections(false);
    m_values->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_values->horizontalHeader()->setSectionResizeMode(ValuesModel::ArgumentColumn,
                                                       QHeaderView::ResizeToContents);
    m_values->horizontalHeader()->setSectionResizeMode(ValuesModel::ValueColumn, QHeaderView::Stretch);
    m_values->horizontalHeader()->setSectionResizeMode(ValuesModel::PlaceColumn,
                                                       QHeaderView::ResizeToContents);
    m_valuesHeading = headingLabel(tr("Settings the provider reads"), box);
    m_assumed = mutedLabel({}, box);
    m_assumedSection = new FoldSection(tr("Assumptions"), m_assumed, box);

    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(headingLabel(tr("How the provider decides"), box));
    layout->addWidget(mutedLabel(
        tr("The provider tries these from top to bottom and stops at the first final answer."), box));
    layout->addWidget(m_chain);
    m_remarks = new QVBoxLayout;
    m_remarks->setSpacing(theme::gap::tight);
    layout->addLayout(m_remarks);
    layout->addSpacing(theme::gap::tight);
    layout->addWidget(m_valuesHeading);
    layout->addWidget(m_values);
    layout->addWidget(m_assumedSection);
    layout->addStretch(1);

    connect(m_values, &QTableView::activated, this, [this](const QModelIndex &index) {
        const QString path = m_session->localPath(index.data(ValuesModel::FileRole).toString());
        if (!path.isEmpty())
            openInEditor(path);
    });
    return box;
}

QWidget *TerraformPage::buildEdit()
{
    auto *box = new QWidget(m_content);
    m_outputs = new OutputsPanel(OutputsPanel::Targets::All, box);
    auto *outputs = new FoldSection(tr("The same settings in other formats"), m_outputs, box);

    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(headingLabel(tr("What to do"), box));
    layout->addWidget(new EditPanel(m_session, box));
    layout->addSpacing(theme::gap::tight);
    layout->addWidget(outputs);
    layout->addStretch(1);
    return box;
}

QWidget *TerraformPage::buildBar()
{
    m_bar = new QWidget(this);
    m_command = new CommandBox(tr("equivalent commands"), CommandBox::Wrap::Yes, m_bar);
    m_question = new Message(m_bar);
    m_yes = m_question->addButton({});
    m_no = m_question->addButton(tr("Ca&ncel"));
    m_equivalent = new QPushButton(icon(u"terminal"_s), tr("Show as co&mmand"), m_bar);
    m_again = new QPushButton(icon(u"again"_s), tr("&Read again"), m_bar);
    m_action = new QPushButton(m_bar);
    m_equivalent->setCheckable(true);
    m_equivalent->setAccessibleName(tr("Show the equivalent commands"));
    for (QPushButton *button : {m_no, m_equivalent, m_again})
        button->setAutoDefault(false);
    makePrimary(m_yes);
    makePrimary(m_action);
    m_command->setVisible(false);
    m_command->setMaximumLines(6);

    auto *line = new QHBoxLayout;
    line->setSpacing(theme::gap::tight);
    line->addWidget(m_equivalent);
    line->addWidget(m_again);
    line->addStretch(1);
    line->addWidget(m_action);
    auto *layout = new QVBoxLayout(m_bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(horizontalLine(m_bar));
    layout->addWidget(m_command);
    layout->addWidget(m_question);
    layout->addLayout(line);

    connect(m_equivalent, &QPushButton::toggled, m_command, &QWidget::setVisible);
    connect(m_again, &QPushButton::clicked, this, &TerraformPage::refresh);
    connect(m_action, &QPushButton::clicked, this, &TerraformPage::askToWrite);
    connect(m_yes, &QPushButton::clicked, this, &TerraformPage::write);
    connect(m_no, &QPushButton::clicked, this, &TerraformPage::cancelWrite);
    auto *escape = new QShortcut(QKeySequence(Qt::Key_Escape), m_bar);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &TerraformPage::cancelWrite);
    return m_bar;
}

void TerraformPage::showState()
{
    const auto &document = m_session->document();
    m_empty->setVisible(!document && !m_session->problem() && !m_session->isReading());
    if (!m_session->isReading())
        m_reading->clear();
    else if (document || m_session->problem())
        return showAction();
    m_scroll->setVisible(document.has_value());
    m_bar->setVisible(document.has_value());
    m_asking = false;
    if (m_session->problem())
        m_message->show(*m_session->problem(), m_session->sandbox());
    else if (m_showsProblem)
        m_message->clear();
    m_showsProblem = m_session->problem().has_value();
    if (document) {
        showVerdict(*document);
        showBlocks(*document);
        showChoices();
        m_chain->setDocument(*document, [this](const QString &file) { return m_session->localPath(file); });
        showValues(*document);
        m_outputs->setSettings(m_session->settings(), m_session->sandbox());
    }
    if (m_remembers && !m_session->isReading()) {
        m_remembers = false;
        rememberFolder();
    }
    showAction();
}

void TerraformPage::showReading()
{
    if (!m_session->isReading())
        return;
    m_reading->show(theme::Tone::Info, tr("Reading the configuration"),
                    m_session->filesKnown() > 0
                        ? tr("%1 of %2 files").arg(m_session->filesRead()).arg(m_session->filesKnown())
                        : QString());
}

void TerraformPage::showBlocks(const ExplanationDocument &document)
{
    const bool several = !document.blocks.isEmpty();
    m_blocksTitle->setVisible(several);
    m_blocks->setVisible(several);
    m_blocksTitle->setText(document.blocksTitle);
    m_blocks->clear();
    if (!several)
        return;
    for (const ExplanationDocument::Block &block : document.blocks) {
        auto *item = new QTreeWidgetItem(m_blocks, {block.name, block.words, block.place});
        const theme::Tone tone = !block.isUsed ? theme::Tone::Quiet
            : block.good                       ? theme::Tone::Ok
                                               : theme::Tone::Blocker;
        item->setIcon(0, icon(badgeOf(tone), theme::pair(palette(), tone).ink));
        item->setData(0, Qt::AccessibleTextRole, u"%1, %2"_s.arg(block.name, wordOf(tone)));
        item->setSizeHint(0, QSize(0, fontMetrics().height() + theme::gap::tight));
        if (block.isSelectable)
            item->setData(0, Qt::UserRole, block.alias);
        if (block.isSelectable && block.alias == m_session->alias())
            m_blocks->setCurrentItem(item);
    }
    for (int column = 0; column < 2; ++column) {
        m_blocks->resizeColumnToContents(column);
        m_blocks->setColumnWidth(column, m_blocks->columnWidth(column) + theme::gap::wide);
    }
    const int rows = int(std::min<qsizetype>(document.blocks.size(), 6));
    m_blocks->setFixedHeight(m_blocks->header()->sizeHint().height() + rows * m_blocks->sizeHintForRow(0)
                             + 2 * m_blocks->frameWidth() + 2);
}

void TerraformPage::showVerdict(const ExplanationDocument &document)
{
    const Badge badge = badgeOf(document);
    m_badge->setBadge(badge.icon, badge.tone, badge.word);
    m_sentence->setText(document.sentence);
    m_facts->setText((QStringList(document.unchecked) + document.facts).join(u' ').trimmed());
    m_errorSection->setVisible(!document.errorText.isEmpty());
    m_error->setText(document.errorText);

    // Blockers are shown above the decision, remarks below it.
    clearLayout(m_obstacles);
    clearLayout(m_remarks);
    for (const ExplanationDocument::Obstacle &obstacle : document.obstacles) {
        if (obstacle.credential >= 0)
            continue;
        QVBoxLayout *place = obstacle.severity == Severity::Blocker ? m_obstacles : m_remarks;
        place->addWidget(
            new ObstacleBox(obstacle, m_session->localPath(obstacle.at.file), place->parentWidget()));
    }

    if (document.unknown.isEmpty())
        m_unknown->clear();
    else
        m_unknown->show(theme::Tone::Warning,
                        tr("Known only to a running Terraform: %1").arg(document.unknown.join(u", "_s)),
                        tr("Other values may change the result."));
    m_assumedSection->setVisible(!document.assumed.isEmpty());
    m_assumed->setText(document.assumed.join(u'\n'));
}

void TerraformPage::showChoices()
{
    QStringList aliases = m_session->aliases();
    aliases.removeAll(QString());
    m_alias->clear();
    m_alias->addItem(tr("without an alias"), QString());
    for (const QString &alias : std::as_const(aliases))
        m_alias->addItem(alias, alias);
    m_alias->setCurrentIndex(std::max(m_alias->findData(m_session->alias()), 0));
    m_aliasChoice->setVisible(!aliases.isEmpty());

    m_version->clear();
    m_version->addItem(tr("%1, in use").arg(m_session->versionInUse().toString()), QString());
    const QList<ProviderVersion> releases = ProviderVersion::knownReleases();
    for (auto release = releases.crbegin(); release != releases.crend(); ++release)
        m_version->addItem(release->toString(), release->toString());
    const ProviderVersion asked = m_session->versionAsked();
    if (!asked.isNull())
        m_version->setCurrentIndex(std::max(m_version->findData(asked.toString()), 0));
    m_way->setCurrentIndex(m_session->fromEnvironment() == FromEnvironment::Yes ? 1 : 0);

    const QList<DecisionChange> &changes = m_session->versionChanges();
    QStringList all;
    for (const DecisionChange &change : changes)
        all.append(change.text);
    m_versionChange->setVisible(!asked.isNull());
    m_versionChange->setText(
        changes.isEmpty()
            ? tr("%1 behaves like %2.").arg(asked.toString(), m_session->versionInUse().toString())
            : changes.first().text);
    m_versionChange->setToolTip(all.size() > 1 ? all.join(u'\n') : QString());
}

void TerraformPage::showValues(const ExplanationDocument &document)
{
    m_valuesModel->setValues(document.values);
    const bool any = !document.values.isEmpty();
    m_valuesHeading->setVisible(any);
    m_values->setVisible(any);
    const int rows = std::min(int(document.values.size()), 12);
    m_values->setFixedHeight(m_values->horizontalHeader()->sizeHint().height()
                             + rows * m_values->verticalHeader()->defaultSectionSize()
                             + 2 * m_values->frameWidth());
}

void TerraformPage::showAction()
{
    const bool can = m_session->canWrite();
    const bool hadFocus = m_action->hasFocus() || m_yes->hasFocus() || m_no->hasFocus();
    m_action->setText(u'&' + EditPanel::writeWords(*m_session) + u'…');
    m_action->setVisible(can && !m_asking);
    if (!m_asking)
        m_question->clear();
    m_command->setText(can ? m_session->explainCommand() + u'\n' + m_session->writeCommand()
                           : m_session->explainCommand());
    if (hadFocus && !m_asking)
        (can ? m_action : m_again)->setFocus();
}

void TerraformPage::askToWrite()
{
    if (!m_session->canWrite())
        return;
    QStringList files;
    QStringList fresh;
    for (const FileChange &change : m_session->edit()->changes) {
        files.append(change.file);
        if (change.isNew)
            fresh.append(change.file);
    }
    m_asking = true;
    // The whole path is on top of the page.
    const QString folder = fontMetrics().elidedText(m_session->directory(), Qt::ElideMiddle,
                                                    fontMetrics().averageCharWidth() * 48);
    m_question->show(theme::Tone::Info, tr("Write %1 in %2?").arg(files.join(u", "_s), nativePath(folder)),
                     fresh.size() == files.size() ? tr("No existing file is changed.")
                                                  : tr("A backup of each changed file is kept next to it."));
    m_yes->setText(EditPanel::writeWords(*m_session));
    showAction();
    m_yes->setFocus();
}

void TerraformPage::cancelWrite()
{
    m_asking = false;
    showAction();
}

void TerraformPage::write()
{
    m_message->clear();
    m_written->write();
    m_scroll->ensureVisible(0, 0);
}

void TerraformPage::offerMachineFolder(const QString &folder)
{
    m_folder->offerMachineFolder(folder);
}

std::optional<Page::Card> TerraformPage::card() const
{
    return Card{tr("Check a configuration"),
                tr("See which identity Terraform would use, why, and the edit that makes it the managed "
                   "identity.")};
}

void TerraformPage::takeFocus()
{
    m_folder->takeFocus();
}

void TerraformPage::refresh()
{
    m_message->clear();
    if (!m_folder->commit())
        m_session->reload();
}

void TerraformPage::rememberFolder()
{
    if (m_session->place() != TerraformSession::Place::OnDisk || !m_session->explanation())
        return;
    m_recent.removeAll(m_session->directory());
    m_recent.prepend(m_session->directory());
    m_recent = m_recent.first(std::min(int(m_recent.size()), mostRecent));
    m_folder->setRecent(m_recent);
}

void TerraformPage::save(WindowMemory *memory) const
{
    memory->setList(u"terraform/recent"_s, m_recent);
}

void TerraformPage::restore(const WindowMemory &memory)
{
    m_recent = memory.list(u"terraform/recent"_s);
    m_folder->setRecent(m_recent);
}

void TerraformPage::open(const QString &path)
{
    m_folder->open(path);
}

void TerraformPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool wide = width() >= fontMetrics().averageCharWidth() * 120;
    m_columns->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

} // namespace signet
