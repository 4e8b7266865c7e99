#pragma once

#include "ui/page.h"

QT_BEGIN_NAMESPACE
class QHBoxLayout;
QT_END_NAMESPACE

namespace signet {

// Asks what the person wants to do.
class StartPage : public Page {
    Q_OBJECT

public:
    enum class Offer { Nothing, Simulation };
    explicit StartPage(Offer offer, QWidget *parent = nullptr);

    // Offers each page that has a card.
    void offerPages(const QList<Page *> &pages);

Q_SIGNALS:
    void pageWanted(signet::Page *page);
    void simulationWanted();

private:
    QHBoxLayout *m_cards;
};

} // namespace signet
