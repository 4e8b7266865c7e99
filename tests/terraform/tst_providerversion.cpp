#include "core/terraform/versionconstraint.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

ProviderVersion version(const QString &text)
{
    const auto parsed = ProviderVersion::parse(text);
    return parsed ? *parsed : ProviderVersion();
}

} // namespace

class TestProviderVersion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textIsReadAndWritten_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("written"); // empty: refused
        QTest::addRow("release") << u"1.16.0"_s << u"1.16.0"_s;
        QTest::addRow("two numbers") << u"1.16"_s << u"1.16.0"_s;
        QTest::addRow("one number") << u"1"_s << u"1.0.0"_s;
        QTest::addRow("tag") << u"v1.11.2"_s << u"1.11.2"_s;
        QTest::addRow("blanks") << u" 1.11.2\n"_s << u"1.11.2"_s;
        QTest::addRow("prerelease") << u"1.11.0-beta.1"_s << u"1.11.0-beta.1"_s;
        QTest::addRow("build") << u"1.11.0+abc"_s << u"1.11.0"_s;
        QTest::addRow("nothing") << u""_s << u""_s;
        QTest::addRow("word") << u"latest"_s << u""_s;
        QTest::addRow("four numbers") << u"1.2.3.4"_s << u""_s;
        QTest::addRow("constraint") << u">= 1.0"_s << u""_s;
        QTest::addRow("number without end") << u"1.99999999999.0"_s << u""_s;
    }
    void textIsReadAndWritten()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, written);
        const auto parsed = ProviderVersion::parse(text);
        QCOMPARE(bool(parsed), !written.isEmpty());
        if (parsed)
            QCOMPARE(parsed->toString(), written);
        else
            QCOMPARE(parsed.problem(), Problem(finding::versionConstraintInvalid, {{u"value"_s, text}}));
    }

    void versionsAreInOrder()
    {
        const QStringList ordered{u"0.1.0"_s,         u"0.11.0"_s,        u"1.0.0-alpha"_s,
                                  u"1.0.0-alpha.1"_s, u"1.0.0-alpha.2"_s, u"1.0.0-alpha.10"_s,
                                  u"1.0.0-alpha.b"_s, u"1.0.0"_s,         u"1.0.1"_s,
                                  u"1.2.0"_s,         u"1.10.0"_s,        u"2.0.0"_s};
        for (qsizetype i = 0; i < ordered.size(); ++i) {
            for (qsizetype k = 0; k < ordered.size(); ++k) {
                QCOMPARE(version(ordered[i]) < version(ordered[k]), i < k);
                QCOMPARE(version(ordered[i]) == version(ordered[k]), i == k);
            }
        }
        QVERIFY(ProviderVersion() < version(u"0.0.0"_s));
        QVERIFY(ProviderVersion().isNull());
    }

    void newestKnownReleaseIsTheLast()
    {
        const QList<ProviderVersion> releases = ProviderVersion::knownReleases();
        QCOMPARE(ProviderVersion::newestKnown().toString(), u"1.16.0"_s);
        QCOMPARE(releases.first().toString(), u"0.1.0"_s);
        QVERIFY(releases.contains(version(u"1.11.2"_s)));
        QVERIFY(!releases.contains(version(u"1.11.3"_s)));
        QCOMPARE(releases.last(), ProviderVersion::newestKnown());
    }

    // Which release terraform init would take, of those there are.
    void constraintSelects_data()
    {
        QTest::addColumn<QString>("constraint");
        QTest::addColumn<QString>("selected"); // empty: none
        QTest::addRow("none") << u""_s << u"1.16.0"_s;
        QTest::addRow("recommended") << u">= 1.11.2, < 2.0.0"_s << u"1.16.0"_s;
        QTest::addRow("of the documentation") << u">=0.1.0"_s << u"1.16.0"_s;
        QTest::addRow("exact") << u"1.10.0"_s << u"1.10.0"_s;
        QTest::addRow("exact with sign") << u"= 1.10"_s << u"1.10.0"_s;
        QTest::addRow("not the newest") << u"!= 1.16.0"_s << u"1.15.1"_s;
        QTest::addRow("less") << u"< 1.11.0"_s << u"1.10.0"_s;
        QTest::addRow("at most") << u"<= 1.11.0"_s << u"1.11.0"_s;
        QTest::addRow("greater") << u"> 1.15.1, < 2"_s << u"1.16.0"_s;
        QTest::addRow("greater than all") << u"> 1.16"_s << u""_s;
        QTest::addRow("minor may grow") << u"~> 1.11"_s << u"1.16.0"_s;
        QTest::addRow("patch may grow") << u"~> 1.11.0"_s << u"1.11.2"_s;
        QTest::addRow("major alone") << u"~> 0"_s << u"0.11.0"_s;
        QTest::addRow("contradiction") << u">= 1.11, < 1.11"_s << u""_s;
        QTest::addRow("no blanks") << u">=1.0,<1.2"_s << u"1.1.1"_s;
        QTest::addRow("many blanks") << u" >=  1.0 , < 1.2 "_s << u"1.1.1"_s;
    }
    void constraintSelects()
    {
        QFETCH(const QString, constraint);
        QFETCH(const QString, selected);
        const auto parsed = VersionConstraint::parse(constraint);
        QVERIFY(parsed);
        const auto newest = parsed->newestOf(ProviderVersion::knownReleases());
        QCOMPARE(newest ? newest->toString() : QString(), selected);
        QCOMPARE(parsed->toString(), constraint);
    }

    void wrongConstraintIsRefused_data()
    {
        QTest::addColumn<QString>("constraint");
        QTest::addRow("caret") << u"^1"_s;
        QTest::addRow("no comma") << u">= 1.11.2 < 2"_s;
        QTest::addRow("comma at the end") << u">= 1.11.2,"_s;
        QTest::addRow("only a comma") << u","_s;
        QTest::addRow("no number") << u">="_s;
        QTest::addRow("tag") << u">= v1.11"_s;
        QTest::addRow("wildcard") << u"1.x"_s;
        QTest::addRow("or") << u"1.0 || 1.1"_s;
        QTest::addRow("turned sign") << u"=> 1.0"_s;
        QTest::addRow("four numbers") << u"1.2.3.4"_s;
        QTest::addRow("word") << u"latest"_s;
    }
    void wrongConstraintIsRefused()
    {
        QFETCH(const QString, constraint);
        const auto parsed = VersionConstraint::parse(constraint);
        QVERIFY(!parsed);
        QCOMPARE(parsed.problem(), Problem(finding::versionConstraintInvalid, {{u"value"_s, constraint}}));
    }

    void prereleaseMustBeNamed_data()
    {
        QTest::addColumn<QString>("constraint");
        QTest::addColumn<bool>("admitted");
        QTest::addRow("range") << u">= 1.0"_s << false;
        QTest::addRow("none") << u""_s << false;
        QTest::addRow("named") << u"1.17.0-beta1"_s << true;
        QTest::addRow("named and in range") << u"= 1.17.0-beta1, >= 1.0"_s << true;
        QTest::addRow("named, out of range") << u"= 1.17.0-beta1, < 1.0"_s << false;
    }
    void prereleaseMustBeNamed()
    {
        QFETCH(const QString, constraint);
        QFETCH(const bool, admitted);
        const auto parsed = VersionConstraint::parse(constraint);
        QVERIFY(parsed);
        QCOMPARE(parsed->admits(version(u"1.17.0-beta1"_s)), admitted);
    }
};

QTEST_GUILESS_MAIN(TestProviderVersion)

#include "tst_providerversion.moc"
