#pragma once

#include "core/sandbox/world/world.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet::sandbox {

// What a diagnosis ends in.
enum class Outcome { Ready, ReadyWithNote, ReadyWithWarning, Unclear, NotReady };

// How a scenario is offered, without its world.
struct ScenarioLine {
    QString name;
    QString title;
    // Where it comes in the tour for people who see Signet for the first time, and what it is called there;
    // 0 and empty: not in it.
    int tourPlace = 0;
    QString tourTitle = {};
};

// A named state of the simulated Azure and of the machine, and what a diagnosis of it has to say.
struct Scenario {
    QString name; // kebab-case; that of the finding it provokes
    QString title; // the situation in one sentence
    World world;
    // The machine as the process sees it:
    // {"platform","clock",<epoch seconds>,"env":{NAME:VALUE},"files":{"/path":"text"},"commands":{},
    //  "user":{"name","groups":[]}}
    QJsonObject hostImage;
    // What the person asked for or was told, and nothing else:
    // {"organization","clientId","objectId","projects":[],"terraform","expectTerraform","error"}. An error is
    // the text that somebody got from an act, of which nothing else is left.
    QJsonObject asked;
    QStringList rootCauses; // finding ids; empty when nothing is wrong
    QString verdict; // ready, unclear, not-ready
    Outcome outcome = Outcome::NotReady;

    // In the order in which they are shown: healthy ones first. Others, to try a setup in, have a name that
    // is not listed: a diagnosis does not tell them yet.
    static QStringList names();
    static QList<ScenarioLine> lines();
    static std::optional<Scenario> named(const QString &name);
};

} // namespace signet::sandbox
