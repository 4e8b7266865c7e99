#pragma once

#include "core/session/recentruns.h"
#include "ui/page.h"
#include "ui/simulation.h"

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

class Message;
class PastedSession;

// Asks what the person wants to do.
class StartPage : public Page {
    Q_OBJECT

public:
    enum class Offer { Nothing, Simulation };
    explicit StartPage(Offer offer, const QList<Situation> &situations, QWidget *parent = nullptr);

    // What this machine is, in one sentence.
    void setMachine(const QString &words);
    // What was checked last; the time is that of the ages.
    void showRecent(const QList<RecentRun> &runs, qint64 now);

    // Offers each page that has a card.
    void offerPages(const QList<Page *> &pages);
    // Shows what an error message of another program means.
    void explain(const QString &text);

Q_SIGNALS:
    void pageWanted(signet::Page *page);
    void simulationWanted(const QString &scenario);
    // Another situation than those offered is to be chosen.
    void moreWanted();
    void recentWanted(const signet::RecentRun &run);
    // The error message on the clipboard is to be explained.
    void pasteWanted();
    // A saved file is to be opened.
    void openWanted();
    // Whether this machine has what the error message means is to be checked.
    void checkWanted();

private:
    QWidget *makeTour(const QList<Situation> &situations, QWidget *parent);
    void showPasted();
    void showProgress();

    QHBoxLayout *m_cards;
    QLabel *m_machine;
    QWidget *m_recent;
    QVBoxLayout *m_recentLines;
    PastedSession *m_reading; // of the error message
    Message *m_pasted;
    QPushButton *m_check;
    QPushButton *m_stop;
};

} // namespace signet
