#include "core/language/language.h"
#include "core/language/pseudotranslator.h"

#include <QCoreApplication>
#include <QTest>
#include <QTranslator>

using namespace signet;
using namespace Qt::StringLiterals;

class TestLanguage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void candidatesAreInOrder_data();
    void candidatesAreInOrder();
    void whatIsNotProseIsKept_data();
    void whatIsNotProseIsKept();
    void textGrowsByTwoFifths();
    void numberChoosesTheForm_data();
    void numberChoosesTheForm();
    void pseudoLanguageIsSwitchedOn();
    void unknownLanguageIsEnglish();

private:
    void removeTranslators();
};

void TestLanguage::removeTranslators()
{
    qDeleteAll(QCoreApplication::instance()->findChildren<QTranslator *>(Qt::FindDirectChildrenOnly));
}

void TestLanguage::candidatesAreInOrder_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QStringList>("system");
    QTest::addColumn<QStringList>("expected");

    QTest::newRow("the system's") << QString() << QStringList{u"pt-BR"_s, u"fr"_s}
                                  << QStringList{u"pt_BR"_s, u"pt"_s, u"fr"_s, u"en"_s};
    QTest::newRow("English before others")
        << QString() << QStringList{u"en-GB"_s, u"de"_s} << QStringList{u"en"_s};
    QTest::newRow("no locale") << QString() << QStringList{u"C"_s} << QStringList{u"en"_s};
    QTest::newRow("the variable alone")
        << u"de_AT"_s << QStringList{u"fr"_s} << QStringList{u"de_AT"_s, u"de"_s, u"en"_s};
    QTest::newRow("English asked for") << u"en"_s << QStringList{u"fr"_s} << QStringList{u"en"_s};
    QTest::newRow("pseudo-language") << u"pseudo"_s << QStringList{u"fr"_s} << QStringList{u"pseudo"_s};
    QTest::newRow("not a name") << u"../../etc/de"_s << QStringList{u"fr"_s} << QStringList{u"en"_s};
}

void TestLanguage::candidatesAreInOrder()
{
    QFETCH(QString, variable);
    QFETCH(QStringList, system);
    QFETCH(QStringList, expected);
    const Environment environment({{u"SIGNET_LANGUAGE"_s, variable}}, Platform::Linux);
    QCOMPARE(languageCandidates(environment, system), expected);
}

void TestLanguage::whatIsNotProseIsKept_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("kept");

    QTest::newRow("arguments") << u"Signed in to %1 as %L2 until %10"_s
                               << QStringList{u" %1 "_s, u" %L2 "_s, u" %10"_s};
    QTest::newRow("number") << u"%n request(s)"_s << QStringList{u"⟦%n "_s};
    QTest::newRow("evidence") << u"Add %principal|the identity% to %name%."_s
                              << QStringList{u"%principal|ťĥé íďéńťíťý% "_s, u" %name%."_s};
    QTest::newRow("rich text") << u"See <a href=\"https://dev.azure.com/contoso\">the page</a>&nbsp;now"_s
                               << QStringList{u"<a href=\"https://dev.azure.com/contoso\">"_s,
                                              u"</a>&nbsp;"_s};
    QTest::newRow("mnemonic") << u"Run && &again"_s << QStringList{u" && &a"_s};
    QTest::newRow("address") << u"Open https://aka.ms/x?y=1 in a browser"_s
                             << QStringList{u" https://aka.ms/x?y=1 "_s};
    QTest::newRow("option") << u"Run it again with --client-id or -o"_s
                            << QStringList{u" --client-id "_s, u" -o"_s};
    QTest::newRow("variable") << u"AZDO_ORG_SERVICE_URL is not set"_s
                              << QStringList{u"⟦AZDO_ORG_SERVICE_URL "_s};
    QTest::newRow("percent sign") << u"100 % of it"_s << QStringList{u"100 % "_s};
}

void TestLanguage::whatIsNotProseIsKept()
{
    QFETCH(QString, text);
    QFETCH(QStringList, kept);
    const QString result = pseudoText(text);
    QVERIFY2(result.startsWith(u'⟦') && result.endsWith(u'⟧'), qPrintable(result));
    for (const QString &part : kept)
        QVERIFY2(result.contains(part), qPrintable(result + u" lacks "_s + part));
}

void TestLanguage::textGrowsByTwoFifths()
{
    const QString text = u"The identity is not a member of the organization"_s;
    const double growth = double(pseudoText(text).size()) / double(text.size());
    QVERIFY2(growth >= 1.4 && growth < 1.55, qPrintable(QString::number(growth)));
    QVERIFY(pseudoText(u"Run"_s).contains(u"Ŕúń"_s));
    QCOMPARE(pseudoText(u" "_s), u" "_s);
}

void TestLanguage::numberChoosesTheForm_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("many");

    QTest::newRow("s") << u"%n request(s)"_s << u"1 request"_s << u"2 requests"_s;
    QTest::newRow("es") << u"%n pass(es) of %n"_s << u"1 pass of 1"_s << u"2 passes of 2"_s;
    QTest::newRow("two words") << u"%n file(s) (was/were) changed"_s << u"1 file was changed"_s
                               << u"2 files were changed"_s;
    QTest::newRow("ending") << u"%n entr(y/ies)"_s << u"1 entry"_s << u"2 entries"_s;
    QTest::newRow("verb") << u"%n check(s) fail(s/) (see below)"_s << u"1 check fails (see below)"_s
                          << u"2 checks fail (see below)"_s;
}

void TestLanguage::numberChoosesTheForm()
{
    QFETCH(QString, text);
    QFETCH(QString, one);
    QFETCH(QString, many);
    installLanguage(Host::from({}));
    const QByteArray source = text.toUtf8();
    QCOMPARE(QCoreApplication::translate("Any", source.constData(), nullptr, 1), one);
    QCOMPARE(QCoreApplication::translate("Any", source.constData(), nullptr, 2), many);
    // Without a number nothing is chosen.
    QCOMPARE(QCoreApplication::translate("Any", source.constData()), text);
    removeTranslators();
}

void TestLanguage::pseudoLanguageIsSwitchedOn()
{
    HostImage image;
    image.env = {{u"SIGNET_LANGUAGE"_s, u"pseudo"_s}};
    QCOMPARE(installLanguage(Host::from(image)), u"pseudo"_s);
    QVERIFY(QCoreApplication::translate("Any", "Run again").startsWith(u'⟦'));
    QVERIFY(QCoreApplication::translate("Any", "%n file(s)", nullptr, 3).startsWith(u"⟦3 "_s));
    removeTranslators();
    QCOMPARE(QCoreApplication::translate("Any", "Run again"), u"Run again"_s);
}

void TestLanguage::unknownLanguageIsEnglish()
{
    HostImage image;
    image.env = {{u"SIGNET_LANGUAGE"_s, u"tlh"_s}};
    QCOMPARE(installLanguage(Host::from(image)), u"en"_s);
    QCOMPARE(QCoreApplication::translate("Any", "Run again"), u"Run again"_s);
    removeTranslators();
}

QTEST_GUILESS_MAIN(TestLanguage)
#include "tst_language.moc"
