#include "core/session/identitysession.h"
#include "tests/ui/handmade.h"
#include "ui/identity/identityview.h"
#include "ui/theme.h"
#include "ui/token/comparisonmodel.h"
#include "ui/token/timelinebar.h"
#include "ui/token/tokenpage.h"
#include "ui/token/tokenslot.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/message.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

namespace {

using Column = TokenSession::Column;

QByteArray tokenFor(const QString &audience)
{
    const auto part = [](const QJsonObject &json) {
        return QJsonDocument(json)
            .toJson(QJsonDocument::Compact)
            .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    return part({{u"typ"_s, u"JWT"_s}, {u"alg"_s, u"RS256"_s}}) + '.'
        + part({{u"aud"_s, audience},
                {u"oid"_s, u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s},
                {u"iat"_s, 1'790'000'000},
                {u"exp"_s, 1'790'086'400}})
        + ".c2lnbmF0dXJl";
}

QString everyText(const QWidget &window)
{
    QStringList all;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        all << widget->accessibleName() << widget->toolTip();
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            all << label->text();
        else if (const auto *elided = qobject_cast<const ElidedLabel *>(widget))
            all << elided->text();
        else if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
            all << edit->text();
        else if (const auto *plain = qobject_cast<const QPlainTextEdit *>(widget))
            all << plain->toPlainText();
        else if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            all << button->text();
    }
    return all.join(u'\n');
}

class Bench {
public:
    explicit Bench(const QString &name)
        : desk(scenario(name))
    {
        MainWindow &window = desk.window();
        window.resize(1120, 760);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window did not become active");
        window.showPage<TokenPage>();
    }
    TokenPage &page() { return *desk.window().page<TokenPage>(); }
    TokenSession &session() { return *page().session(); }
    QPushButton *button(const QString &text)
    {
        for (QPushButton *one : page().findChildren<QPushButton *>()) {
            if (one->isVisible() && one->text().remove(u'&') == text)
                return one;
        }
        return nullptr;
    }
    Desk desk;
};

} // namespace

class TestTokenPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyPageSaysHowToBegin()
    {
        Bench bench(u"healthy"_s);
        QVERIFY(everyText(bench.page()).contains(u"No token read yet"_s));
        QVERIFY(!bench.page().findChild<TimelineBar *>()->isVisible());
    }

    void keyboardAloneAsksAndStops()
    {
        Bench bench(u"not-on-azure"_s);
        bench.page().takeFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(bench.session().asking());
        QVERIFY(everyText(bench.page()).contains(u"Asking the instance metadata service"_s));
        QVERIFY(QApplication::focusWidget() == bench.button(u"Stop"_s));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(!bench.session().asking());
        QVERIFY(QApplication::focusWidget() == bench.button(u"Ask this machine"_s));
    }

    void tokenIsNowhereOnThePage()
    {
        Bench bench(u"healthy"_s);
        bench.session().ask(Column::First);
        QTRY_VERIFY(!bench.session().asking());
        const QString pasted = QString::fromLatin1(tokenFor(u"https://graph.microsoft.com/"_s));
        bench.page().showView(TokenPage::View::Comparison);
        QApplication::clipboard()->setText(pasted);
        QVERIFY(bench.page().paste());
        QTRY_VERIFY(bench.session().comparison());
        const QString all = everyText(bench.desk.window());
        QVERIFY(all.contains(u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s));
        QVERIFY(!bench.desk.server().issuedTokens().isEmpty());
        for (const QString &part : pasted.split(u'.'))
            QVERIFY(!all.contains(part));
        for (const QByteArray &token : bench.desk.server().issuedTokens()) {
            for (const QByteArray &part : token.split('.'))
                QVERIFY(!all.contains(QString::fromLatin1(part)));
        }
    }

    void tokenInAFieldIsTakenAway()
    {
        Bench bench(u"healthy"_s);
        for (QLineEdit *edit : bench.page().findChildren<QLineEdit *>()) {
            bench.session().drop(Column::First);
            edit->setText(QString::fromLatin1(tokenFor(u"499b84ac-1321-427f-aa17-267ca6975798"_s)));
            QVERIFY(!edit->text().contains(u"eyJ"_s));
            QVERIFY(bench.session().token(Column::First));
        }
    }

    void claimsStandInFourGroups()
    {
        Bench bench(u"healthy"_s);
        bench.session().ask(Column::First);
        QTRY_VERIFY(!bench.session().asking());
        QCoreApplication::processEvents();
        const QString all = everyText(bench.page());
        for (const QString &title : {u"Identity"_s, u"Resource"_s, u"Issuer"_s, u"Validity"_s})
            QVERIFY2(all.split(u'\n').contains(title), qPrintable(title));
        QVERIFY(bench.page().findChild<TimelineBar *>()->isVisible());
        QVERIFY(bench.page().findChild<TimelineBar *>()->accessibleName().contains(u"now, the server"_s));
    }

    void whatDiffersIsMarked()
    {
        Bench bench(u"healthy"_s);
        bench.session().read(Column::First, tokenFor(u"499b84ac-1321-427f-aa17-267ca6975798"_s));
        bench.session().read(Column::Second, tokenFor(u"https://graph.microsoft.com/"_s));
        bench.page().showView(TokenPage::View::Comparison);
        auto *table = bench.page().findChild<QTableView *>();
        QVERIFY(table && table->isVisible());
        const QAbstractItemModel *model = table->model();
        const int all = model->rowCount();
        int marked = 0;
        for (int row = 0; row < all; ++row) {
            const QModelIndex cell = model->index(row, ComparisonModel::DifferenceColumn);
            if (cell.data().toString() == u"different"_s) {
                ++marked;
                QVERIFY(!cell.data(Qt::DecorationRole).isNull());
            }
        }
        QCOMPARE(marked, 1);
        for (QCheckBox *only : bench.page().findChildren<QCheckBox *>())
            only->click();
        QCOMPARE(model->rowCount(), 1);
    }

    void comparisonHoldsTheRulesOfModels()
    {
        ComparisonModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        TokenComparison::Pair pair;
        pair.claim = u"aud"_s;
        model.setPairs({pair, pair});
        model.setOnlyDifferences(true);
        QCOMPARE(model.rowCount(), 0);
        model.setOnlyDifferences(false);
        QCOMPARE(model.rowCount(), 2);
    }

    void problemStandsInPlace()
    {
        Bench bench(u"healthy"_s);
        bench.session().read(Column::First, QByteArray("nothing"));
        bool isSaid = false;
        for (const Message *message : bench.page().findChildren<Message *>())
            isSaid = isSaid || (message->isVisible() && !message->title().isEmpty());
        QVERIFY(isSaid);
    }

    void machineThatIsNothingSpecialFitsOnOneScreen()
    {
        Bench bench(u"not-on-azure"_s);
        bench.page().showView(TokenPage::View::Machine);
        QVERIFY(bench.page().identity()->isAsking());
        QTRY_VERIFY_WITH_TIMEOUT(!bench.page().identity()->isAsking(), 20'000);
        QCoreApplication::processEvents();
        const QString all = everyText(bench.page());
        QVERIFY(all.contains(u"normal for a machine outside Azure"_s));
        QVERIFY(all.contains(u"Instance metadata service"_s));
    }

    void everythingThatTakesTheKeyboardHasAName()
    {
        Bench bench(u"healthy"_s);
        bench.session().read(Column::First, tokenFor(u"499b84ac-1321-427f-aa17-267ca6975798"_s));
        for (const auto view :
             {TokenPage::View::Token, TokenPage::View::Comparison, TokenPage::View::Machine}) {
            bench.page().showView(view);
            for (const QWidget *widget : bench.page().findChildren<QWidget *>()) {
                if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy())
                    continue;
                const auto *button = qobject_cast<const QAbstractButton *>(widget);
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                         widget->metaObject()->className());
            }
        }
    }

    void anotherWorkBringsAnEmptyPage()
    {
        Bench bench(u"healthy"_s);
        bench.session().ask(Column::First);
        bench.desk.window().setWork(
            Work{SessionContext{Host::from(HostImage()), NetSettings(), Host::real()}, {}, {}, {}, {}});
        QVERIFY(!bench.session().token(Column::First));
        QTest::qWait(0);
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    theme::apply(application, theme::Choice::Light);
    TestTokenPage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ui_token.moc"
