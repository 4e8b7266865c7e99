#pragma once

#include "ui/page.h"

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QPushButton;
QT_END_NAMESPACE

namespace signet {

class Message;

// Asks what the person wants to do.
class StartPage : public Page {
    Q_OBJECT

public:
    enum class Offer { Nothing, Simulation };
    explicit StartPage(Offer offer, QWidget *parent = nullptr);

    // Offers each page that has a card.
    void offerPages(const QList<Page *> &pages);
    // Shows what an error message of another program means.
    void explain(const QString &text);

Q_SIGNALS:
    void pageWanted(signet::Page *page);
    void simulationWanted();
    // The error message on the clipboard is to be explained.
    void pasteWanted();
    // A saved file is to be opened.
    void openWanted();
    // Whether this machine has what the error message means is to be checked.
    void checkWanted();

private:
    QHBoxLayout *m_cards;
    Message *m_pasted;
    QPushButton *m_check;
};

} // namespace signet
