#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>

#include <functional>

namespace signet {

// What the windows know of the simulated Azure: its name, and what a person can do about it. The
// program that put the window together brings it; the windows know nothing else of it.
// A scenario that can be chosen.
struct Situation {
    QString name; // "not-in-org"
    QString title; // in one sentence
    int tourPlace = 0; // in the tour of the start page; 0: not in it
    QString tourTitle = {};
};

struct Simulation {
    QString scenario;
    QString title; // the situation in one sentence; may be empty
    QStringList scenarios; // that change() accepts; empty if another program runs the simulation
    std::function<void(const QString &)> change;
    std::function<void()> leave;
    // Signs the scenario's person in on the simulated sign-in page, which no real browser can find.
    std::function<void(const QUrl &address)> openBrowser;
};

} // namespace signet
