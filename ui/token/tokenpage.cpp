#include "ui/token/tokenpage.h"

#include "core/session/identitysession.h"
#include "ui/identity/identityview.h"
#include "ui/theme.h"
#include "ui/token/askfields.h"
#include "ui/token/claimlist.h"
#include "ui/token/comparisonmodel.h"
#include "ui/token/timelinebar.h"
#include "ui/token/tokenslot.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/texts.h"

#include <QCheckBox>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Column = TokenSession::Column;

QString localFile(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

} // namespace

TokenPage::TokenPage(TokenSession *session, IdentitySession *identity, QWidget *parent)
    : Page({u"token"_s, tr("Token")}, parent)
    , m_session(session)
    , m_identity(identity)
    , m_model(new ComparisonModel(this))
    , m_clock(new QTimer(this))
    , m_tabs(new QTabBar(this))
    , m_views(new QStackedWidget(this))
    , m_fields(new AskFields(session, this))
{
    setAcceptDrops(true);
    m_tabs->addTab(tr("&One token"));
    m_tabs->addTab(tr("&Compare two"));
    m_tabs->addTab(tr("This &machine"));
    m_tabs->setAccessibleName(tr("Views of the page"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_views->addWidget(buildToken());
    m_views->addWidget(buildComparison());
    m_machine = new IdentityView(identity, m_views);
    m_views->addWidget(m_machine);

    auto *top = new QHBoxLayout;
    top->setSpacing(theme::gap::normal);
    top->addWidget(titleLabel(tr("Token"), this));
    auto *answers =
        new ElidedLabel(tr("What a token contains, how long it is valid, and where this machine gets one."),
                        Qt::ElideRight, this);
    setMuted(answers);
    top->addWidget(answers, 1, Qt::AlignBottom);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap::section, theme::gap::wide, theme::gap::section, theme::gap::wide);
    layout->setSpacing(theme::gap::normal);
    layout->addLayout(top);
    layout->addWidget(m_tabs);
    layout->addWidget(m_fields);
    layout->addWidget(m_views, 1);
    layout->addWidget(buildBar());

    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_views->setCurrentIndex(index);
        showState();
        // Looking costs one request, and is what the view is for.
        if (view() == View::Machine && !m_identity->seen())
            m_identity->look();
    });
    connect(m_fields, &AskFields::tokenGiven, this, [this](QByteArray text) {
        m_session->read(freeColumn(), std::move(text));
        takeFocus();
    });
    connect(m_session, &TokenSession::changed, this, &TokenPage::showState);
    connect(m_identity, &IdentitySession::changed, this, &TokenPage::showState);
    m_clock->setInterval(1000);
    connect(m_clock, &QTimer::timeout, this, &TokenPage::refreshTime);
    m_clock->start();
    showState();
}

QWidget *TokenPage::buildToken()
{
    auto *box = new QWidget(m_views);
    m_slot = new TokenSlot(m_session, Column::First, TokenSlot::Role::Main, box);

    m_empty = new QWidget(box);
    auto *words = new QVBoxLayout(m_empty);
    words->setContentsMargins(0, theme::gap::wide, 0, 0);
    words->setSpacing(theme::gap::normal);
    words->addWidget(headingLabel(tr("No token read yet"), m_empty));
    words->addWidget(
        proseLabel(tr("Ask this machine's identity endpoint for a token, or paste or drop one: a token, a "
                      "header that contains one, or a reply in JSON. Signet shows whose token it is, for "
                      "which service, where it comes from, and how long it is valid."),
                   m_empty));
    words->addWidget(proseLabel(tr("Signet never shows the token itself and keeps only its claims. What you "
                                   "paste does not leave this machine."),
                                m_empty));
    words->addStretch(1);

    auto *content = new QWidget;
    m_timeline = new TimelineBar(content);
    m_age = proseLabel({}, content);
    m_claims = new ClaimList(content);
    auto *inside = new QVBoxLayout(content);
    inside->setContentsMargins(2, 2, theme::gap::tight, theme::gap::tight);
    inside->setSpacing(theme::gap::wide);
    inside->addWidget(m_timeline);
    inside->addWidget(m_age);
    inside->addWidget(m_claims);
    inside->addStretch(1);
    m_scroll = new QScrollArea(box);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Claims of the token"));
    m_scroll->setWidget(content);

    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(m_slot);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_scroll, 1);
    // Takes the room when there is neither.
    layout->addItem(new QSpacerItem(0, 0, QSizePolicy::Minimum, QSizePolicy::Expanding));
    connect(m_slot, &TokenSlot::aboutToAsk, m_fields, &AskFields::commit);
    return box;
}

QWidget *TokenPage::buildComparison()
{
    auto *box = new QWidget(m_views);
    m_first = new TokenSlot(m_session, Column::First, TokenSlot::Role::Column, box);
    m_second = new TokenSlot(m_session, Column::Second, TokenSlot::Role::Column, box);
    m_verdict = headingLabel({}, box);
    m_verdict->setMaximumWidth(QWIDGETSIZE_MAX);
    m_only = new QCheckBox(tr("Only &differences"), box);
    m_table = new QTableView(box);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Claims of both tokens"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + theme::gap::tight);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(ComparisonModel::ClaimColumn, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ComparisonModel::FirstColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(ComparisonModel::SecondColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(ComparisonModel::DifferenceColumn, QHeaderView::ResizeToContents);

    auto *columns = new QHBoxLayout;
    columns->setSpacing(theme::gap::section);
    for (TokenSlot *slot : {m_first, m_second}) {
        auto *column = new QVBoxLayout;
        column->setSpacing(theme::gap::tight);
        column->addWidget(strongLabel(slot == m_first ? tr("First") : tr("Second"), box));
        column->addWidget(slot);
        column->addStretch(1);
        columns->addLayout(column, 1);
        connect(slot, &TokenSlot::aboutToAsk, m_fields, &AskFields::commit);
    }
    auto *line = new QHBoxLayout;
    line->setSpacing(theme::gap::normal);
    line->addWidget(m_verdict, 1);
    line->addWidget(m_only, 0, Qt::AlignBottom);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addLayout(columns);
    layout->addLayout(line);
    layout->addWidget(m_table, 1);
    // Takes the room while there is nothing to compare.
    layout->addItem(new QSpacerItem(0, 0, QSizePolicy::Minimum, QSizePolicy::Expanding));
    connect(m_only, &QCheckBox::toggled, m_model, &ComparisonModel::setOnlyDifferences);
    return box;
}

QWidget *TokenPage::buildBar()
{
    auto *bar = new QWidget(this);
    m_command = new CommandBox(tr("equivalent command"), CommandBox::Wrap::Yes, bar);
    m_command->setVisible(false);
    m_command->setMaximumLines(4);
    m_equivalent = new QPushButton(icon(u"terminal"_s), tr("S&how as command"), bar);
    m_equivalent->setCheckable(true);
    m_equivalent->setAutoDefault(false);
    m_equivalent->setAccessibleName(tr("Show the equivalent command"));
    auto *layout = new QVBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(horizontalLine(bar));
    layout->addWidget(m_command);
    layout->addWidget(m_equivalent, 0, Qt::AlignLeft);
    connect(m_equivalent, &QPushButton::toggled, m_command, &QWidget::setVisible);
    return bar;
}

TokenPage::View TokenPage::view() const
{
    return View(m_tabs->currentIndex());
}

void TokenPage::showView(View view)
{
    m_tabs->setCurrentIndex(int(view));
}

void TokenPage::takeFocus()
{
    switch (view()) {
    case View::Token:
        m_slot->takeFocus();
        break;
    case View::Comparison:
        (freeColumn() == Column::First ? m_first : m_second)->takeFocus();
        break;
    case View::Machine:
        m_machine->takeFocus();
        break;
    }
}

void TokenPage::refresh()
{
    if (view() == View::Machine)
        m_identity->look();
    else
        (view() == View::Token ? m_slot : m_second)->ask();
}

TokenSession::Column TokenPage::freeColumn() const
{
    return view() == View::Comparison && m_session->token(Column::First) ? Column::Second : Column::First;
}

void TokenPage::showState()
{
    const bool isMachine = view() == View::Machine;
    m_fields->setVisible(!isMachine);
    m_command->setText(isMachine ? m_identity->equivalentCommand() : m_session->equivalentCommand());
    const auto document = m_session->document(Column::First);
    m_empty->setVisible(!document && !m_session->asking() && !m_session->problem(Column::First));
    m_scroll->setVisible(document && !document->groups.isEmpty());
    const QString fingerprint = document ? m_session->token(Column::First)->fingerprint : QString();
    if (document && fingerprint != m_shown) {
        m_claims->setGroups(document->groups);
        m_scroll->ensureVisible(0, 0);
    }
    m_shown = fingerprint;
    refreshTime();
    refreshComparison();
}

void TokenPage::refreshTime()
{
    const auto document = m_session->document(Column::First);
    if (!document)
        return;
    m_timeline->setDocument(*document);
    m_age->setText(document->age.join(u' '));
}

void TokenPage::refreshComparison()
{
    const auto comparison = m_session->comparison();
    m_table->setVisible(comparison.has_value());
    m_only->setVisible(comparison.has_value());
    m_verdict->setText(comparison ? comparison->sentence
                                  : tr("Ask for or paste two tokens to compare them."));
    m_model->setPairs(comparison ? comparison->pairs : QList<TokenComparison::Pair>());
}

void TokenPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (view() != View::Machine && (event->mimeData()->hasText() || !localFile(event->mimeData()).isEmpty()))
        event->acceptProposedAction();
}

void TokenPage::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    const QString file = localFile(event->mimeData());
    if (file.isEmpty())
        m_session->read(freeColumn(), event->mimeData()->text().toUtf8());
    else
        m_session->readFile(freeColumn(), file);
}

bool TokenPage::paste()
{
    if (view() == View::Comparison)
        (freeColumn() == Column::First ? m_first : m_second)->paste();
    else if (view() == View::Token)
        m_slot->paste();
    return true;
}

} // namespace signet
