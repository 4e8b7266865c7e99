#include "app/composition.h"
#include "core/diagnosis/runner.h"
#include "core/report/textsink.h"
#include "tests/support/await.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// A stop at any moment ends a diagnosis cleanly. Under AddressSanitizer this is also the test for leaks.

class TestStop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopAfterEveryRequest_data();
    void stopAfterEveryRequest();
    void stopBeforeTheFirst();
};

namespace {

struct Stopped {
    Report report;
    int requests = 0;
};

Stopped runAndStopAfter(const QString &scenario, int count)
{
    CommandLineInput input;
    input.sandbox = scenario;
    const auto composed = await(compose(input));
    if (!composed)
        qFatal("scenario %s", qPrintable(scenario));
    const Composition composition = *composed;

    std::stop_source source;
    int seen = 0;
    QObject::connect(composition.server.get(), &sandbox::SandboxServer::requestSeen, composition.server.get(),
                     [&] {
                         if (++seen == count)
                             source.request_stop();
                     });
    if (count == 0)
        source.request_stop();
    Stopped result;
    result.report =
        await(diagnose(Http(composition.sessionContext.host, composition.sessionContext.net),
                       composition.sessionContext.disk, composition.question, source.get_token(), {}));
    result.requests = seen;
    return result;
}

} // namespace

void TestStop::stopAfterEveryRequest_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::newRow("healthy") << u"healthy"_s;
    QTest::newRow("object-id-as-client-id") << u"object-id-as-client-id"_s;
    QTest::newRow("imds-throttled") << u"imds-throttled"_s;
    QTest::newRow("not-in-org") << u"not-in-org"_s;
}

void TestStop::stopAfterEveryRequest()
{
    QFETCH(QString, scenario);
    const int all = runAndStopAfter(scenario, -1).requests;
    QVERIFY(all >= 7);
    for (int n = 1; n <= all; ++n) {
        const Stopped stopped = runAndStopAfter(scenario, n);
        QVERIFY2(stopped.report.finished, qPrintable(u"request %1"_s.arg(n)));
        QVERIFY2(stopped.report.stopped, qPrintable(u"request %1"_s.arg(n)));
        QVERIFY(stopped.report.verdict != Verdict::Ready);
        const QString text = reportToText(stopped.report, {});
        QCOMPARE(text.count(u"Stopped before all checks were done."_s), 1);
    }
}

void TestStop::stopBeforeTheFirst()
{
    const Stopped stopped = runAndStopAfter(u"healthy"_s, 0);
    QVERIFY(stopped.report.stopped);
    QCOMPARE(stopped.requests, 0);
}

QTEST_GUILESS_MAIN(TestStop)
#include "tst_stop.moc"
