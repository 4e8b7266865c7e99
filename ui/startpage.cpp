#include "ui/startpage.h"

#include "core/session/pastedsession.h"
#include "ui/theme.h"
#include "ui/widgets/choicecard.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/message.h"
#include "ui/widgets/relationdrawing.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

StartPage::StartPage(Offer offer, const QList<Situation> &situations, QWidget *parent)
    : Page({u"start"_s, tr("Start")}, parent)
    , m_cards(new QHBoxLayout)
    , m_machine(mutedLabel({}, this))
    , m_recent(new QWidget(this))
    , m_recentLines(new QVBoxLayout(m_recent))
    , m_reading(new PastedSession(this))
    , m_pasted(new Message(this))
    , m_check(m_pasted->addButton(tr("&Check it here")))
    , m_stop(m_pasted->addButton(tr("S&top")))
{
    m_check->setAutoDefault(false);
    m_stop->setAutoDefault(false);
    m_stop->hide();
    connect(m_stop, &QPushButton::clicked, m_reading, &PastedSession::stop);
    connect(m_reading, &PastedSession::changed, this, &StartPage::showPasted);
    connect(m_reading, &PastedSession::progressed, this, &StartPage::showProgress);
    connect(m_check, &QPushButton::clicked, this, &StartPage::checkWanted);
    auto *top = new QVBoxLayout;
    top->setSpacing(theme::gap::hair);
    top->addWidget(titleLabel(tr("What would you like to do?"), this));
    top->addWidget(mutedLabel(
        tr("Terraform works in Azure DevOps as the identity of this machine. There is no secret to "
           "keep."),
        this));
    top->addWidget(m_machine);
    m_recentLines->setContentsMargins(0, 0, 0, 0);
    m_recentLines->setSpacing(theme::gap::hair);
    m_recent->hide();

    m_cards->setSpacing(theme::gap::wide);

    auto *drawing = new RelationDrawing(this);

    auto *content = new QWidget(this);
    content->setMaximumWidth(900);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap::wide);
    column->addLayout(top);
    column->addSpacing(theme::gap::tight);
    column->addLayout(m_cards);
    auto *paste = new QPushButton(tr("&Paste an error message"), content);
    auto *open = new QPushButton(icon(u"open"_s), tr("&Open a report or a request…"), content);
    for (QPushButton *button : {paste, open})
        button->setAutoDefault(false);
    connect(paste, &QPushButton::clicked, this, &StartPage::pasteWanted);
    connect(open, &QPushButton::clicked, this, &StartPage::openWanted);
    auto *given = new QHBoxLayout;
    given->setSpacing(theme::gap::normal);
    given->addWidget(paste);
    given->addWidget(open);
    given->addStretch(1);
    column->addLayout(given);
    column->addWidget(m_pasted);
    column->addWidget(m_recent);
    if (offer == Offer::Simulation) {
        auto *tryIt = new QPushButton(icon(u"sandbox"_s), tr("&Try it on a simulated Azure"), content);
        tryIt->setAutoDefault(false);
        tryIt->setCheckable(true);
        auto *tour = makeTour(situations, content);
        connect(tryIt, &QPushButton::toggled, tour, &QWidget::setVisible);
        auto *line = new QHBoxLayout;
        line->setSpacing(theme::gap::normal);
        line->addWidget(tryIt);
        auto *why = new QLabel(
            tr("New here? You need no account and no network, and you cannot break anything."), content);
        setMuted(why);
        line->addWidget(why);
        line->addStretch(1);
        column->addLayout(line);
        column->addWidget(tour);
    }
    column->addSpacing(theme::gap::section);
    column->addWidget(headingLabel(tr("How it works"), content));
    column->addWidget(drawing);
    column->addStretch(1);

    auto *inside = new QWidget;
    auto *layout = new QHBoxLayout(inside);
    layout->setContentsMargins(theme::gap::page, theme::gap::section, theme::gap::page, theme::gap::section);
    layout->addWidget(content, 1);
    layout->addStretch(0);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inside);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

QWidget *StartPage::makeTour(const QList<Situation> &situations, QWidget *parent)
{
    QList<Situation> stops;
    std::copy_if(situations.begin(), situations.end(), std::back_inserter(stops),
                 [](const Situation &one) { return one.tourPlace > 0; });
    std::sort(stops.begin(), stops.end(),
              [](const Situation &a, const Situation &b) { return a.tourPlace < b.tourPlace; });
    auto *tour = new QWidget(parent);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(theme::gap::normal);
    for (const Situation &stop : std::as_const(stops)) {
        auto *card = new ChoiceCard(u"sandbox"_s, stop.tourTitle, stop.title, tour);
        connect(card, &ChoiceCard::clicked, this,
                [this, name = stop.name] { Q_EMIT simulationWanted(name); });
        cards->addWidget(card, 1);
    }
    auto *more = new QPushButton(tr("Search all %n situation(s)…", nullptr, int(situations.size())), tour);
    more->setAutoDefault(false);
    connect(more, &QPushButton::clicked, this, &StartPage::moreWanted);
    auto *layout = new QVBoxLayout(tour);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addLayout(cards);
    layout->addWidget(
        mutedLabel(tr("Files that you choose on your disk are real: Signet writes to them also in "
                      "the simulation."),
                   tour));
    layout->addWidget(more, 0, Qt::AlignLeft);
    tour->hide();
    return tour;
}

void StartPage::setMachine(const QString &words)
{
    m_machine->setText(words);
}

void StartPage::showRecent(const QList<RecentRun> &runs, qint64 now)
{
    while (QLayoutItem *item = m_recentLines->takeAt(0)) {
        // The one that was clicked is among them.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_recent->setVisible(!runs.isEmpty());
    if (runs.isEmpty())
        return;
    m_recentLines->addWidget(headingLabel(tr("Recent"), m_recent));
    for (const RecentRun &run : runs) {
        auto *line = new LinkButton(icon(run.reportPath.isEmpty() ? u"diagnose"_s : u"open"_s),
                                    run.words(now), m_recent);
        line->setToolTip(run.reportPath.isEmpty() ? tr("Check again") : run.reportPath);
        connect(line, &QPushButton::clicked, this, [this, run] { Q_EMIT recentWanted(run); });
        m_recentLines->addWidget(line, 0, Qt::AlignLeft);
    }
}

void StartPage::offerPages(const QList<Page *> &pages)
{
    for (Page *page : pages) {
        const std::optional<Card> card = page->card();
        if (!card)
            continue;
        auto *choice = new ChoiceCard(page->iconName(), card->title, card->text, this);
        connect(choice, &ChoiceCard::clicked, this, [this, page] { Q_EMIT pageWanted(page); });
        m_cards->addWidget(choice, 1);
    }
}

void StartPage::explain(const QString &text)
{
    if (text.trimmed().isEmpty()) {
        m_check->hide();
        m_stop->hide();
        m_pasted->show(theme::Tone::Info, tr("The clipboard holds no text"),
                       tr("Copy the error message of Terraform or of another program, then paste it here."));
        return;
    }
    m_reading->start(text);
}

void StartPage::showProgress()
{
    m_pasted->show(
        theme::Tone::Info, tr("Reading the error message"),
        tr("%L1 of %L2 characters read.").arg(m_reading->charactersRead()).arg(m_reading->charactersKnown()));
}

void StartPage::showPasted()
{
    const bool isReading = m_reading->isReading();
    const bool hadKeyboard = m_stop->hasFocus();
    m_stop->setVisible(isReading);
    m_check->setVisible(!isReading && m_reading->document().has_value());
    if (hadKeyboard && m_check->isVisibleTo(this))
        m_check->setFocus();
    if (isReading) {
        showProgress();
        return;
    }
    if (!m_reading->document()) {
        m_pasted->show(theme::Tone::Info, tr("Stopped before the whole text was read"),
                       tr("Paste the error message again to have it explained."));
        return;
    }
    const PastedDocument &document = *m_reading->document();
    QStringList lines;
    if (!document.secret.isEmpty())
        lines.append(document.secret);
    if (document.causes.isEmpty()) {
        lines.append(document.unknown);
        m_pasted->show(theme::Tone::Warning, tr("No known error was found in the text"), lines.join(u'\n'));
        return;
    }
    const PastedDocument::Item &first = document.causes.first();
    if (first.line > 0)
        lines.append(tr("Line %1: %2").arg(QString::number(first.line), first.quote));
    lines.append(first.cause.text.cause);
    if (!first.cause.text.fix.isEmpty())
        lines.append(first.cause.text.fix.first().text + u' ' + first.cause.text.fix.first().command);
    for (const PastedDocument::Item &other : document.causes.mid(1, 2))
        lines.append(tr("Another possible cause: %1.").arg(other.cause.text.title));
    m_pasted->show(toneOf(first.cause.severity), first.cause.text.title, lines.join(u'\n'));
}

} // namespace signet
