#include "core/keychain/keychainstore.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace signet;

// Does the given steps with the keychain of the session it runs in, and prints a line of JSON for each:
// {"step","outcome","value","reason","ticks","milliseconds"}. An outcome is "done", "nothing", "value" or the
// id of a finding; ticks are turns of the event loop while the step was under way, 20 ms apart.
//
//   keychain_steps LIMIT_MS [read NAME | write NAME VALUE | remove NAME | pause MS]...

namespace {

struct Step {
    QString verb;
    QString name;
    QByteArray value;
};

QCoro::Task<QJsonObject> taken(SignInStore *store, Step step)
{
    QJsonObject line;
    const auto fail = [&line](const Problem &problem) {
        line["outcome"_L1] = problem.findingId.toString();
        line["reason"_L1] = problem.evidence["reason"_L1];
    };
    if (step.verb == "read"_L1) {
        auto reading = store->read(step.name);
        const auto bytes = co_await reading;
        if (!bytes)
            fail(bytes.problem());
        else
            line["outcome"_L1] = *bytes ? u"value"_s : u"nothing"_s;
        if (bytes && *bytes)
            line["value"_L1] = QString::fromLatin1((*bytes)->reveal().toHex());
    } else {
        auto changing = step.verb == "write"_L1 ? store->write(step.name, Secret(QByteArray(step.value)))
                                                : store->remove(step.name);
        const auto changed = co_await changing;
        if (changed)
            line["outcome"_L1] = u"done"_s;
        else
            fail(changed.problem());
    }
    co_return line;
}

QCoro::Task<void> takeAll(SignInStore *store, QList<Step> steps)
{
    for (const Step &step : std::as_const(steps)) {
        int ticks = 0;
        QTimer ticking;
        QObject::connect(&ticking, &QTimer::timeout, &ticking, [&ticks] { ++ticks; });
        ticking.start(20);
        QElapsedTimer clock;
        clock.start();
        QJsonObject line;
        if (step.verb == "pause"_L1) {
            auto pausing = Host::real().wait(std::chrono::milliseconds(step.name.toInt()), std::stop_token());
            co_await pausing;
            line["outcome"_L1] = u"done"_s;
        } else {
            auto taking = taken(store, step);
            line = co_await taking;
        }
        line["step"_L1] = step.verb;
        line["ticks"_L1] = ticks;
        line["milliseconds"_L1] = clock.elapsed();
        std::puts(QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
        std::fflush(stdout);
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QStringList words = QCoreApplication::arguments().mid(1);
    const std::chrono::milliseconds limit{words.takeFirst().toInt()};
    QList<Step> steps;
    while (!words.isEmpty()) {
        Step step{words.takeFirst(), words.takeFirst(), {}};
        if (step.verb == "write"_L1)
            step.value = QByteArray::fromHex(words.takeFirst().toLatin1());
        steps.append(step);
    }
    KeychainStore store(Host::real(), limit);
    QCoro::connect(takeAll(&store, steps), &application, [] {
        // Steps that fail at once are done before the event loop begins.
        QTimer::singleShot(0, QCoreApplication::instance(), &QCoreApplication::quit);
    });
    return QCoreApplication::exec();
}
