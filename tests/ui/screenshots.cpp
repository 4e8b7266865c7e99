// Draws every page of the windows into PNG files, so that people can look at them.
//   signet_screenshots OUTDIR [light|dark|high-contrast [terraform|setup|signin|token|readme]]
// readme draws the pictures of the README, as small as they get; resources/screenshots/make.sh runs it.
// The platform is offscreen unless QT_QPA_PLATFORM says otherwise; QT_SCALE_FACTOR scales.

#include "core/session/identitysession.h"
#include "tests/ui/handmade.h"
#include "ui/aboutpage.h"
#include "ui/diagnosis/diagnosispage.h"
#include "ui/setup/setuppage.h"
#include "ui/startpage.h"
#include "ui/terraform/terraformpage.h"
#include "ui/theme.h"
#include "ui/token/tokenpage.h"
#include "ui/widgets/foldsection.h"
#include "ui/widgets/namefield.h"

#include <QApplication>
#include <QDir>
#include <QHash>
#include <QImage>
#include <QImageWriter>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include <algorithm>
#include <cstdio>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

namespace {

// Makes words as long as German ones.
class LongWords : public QTranslator {
    Q_OBJECT

public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override
    {
        QStringList words = QString::fromUtf8(source).split(u' ');
        for (QString &word : words) {
            const bool plain =
                std::all_of(word.begin(), word.end(), [](QChar letter) { return letter.isLetter(); });
            if (plain && word.size() > 4)
                word += u"ungswürdig"_s;
        }
        return words.join(u' ');
    }
};

// The picture with the 256 colors that it has most of; each other becomes the nearest of them. Lines and
// letters keep their colors, and the file shrinks to a third.
QImage withFewColors(const QImage &picture)
{
    const QImage image = picture.convertToFormat(QImage::Format_RGB32);
    QHash<QRgb, int> counts;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            ++counts[image.pixel(x, y)];
    }
    QList<QRgb> colors = counts.keys();
    std::sort(colors.begin(), colors.end(), [&counts](QRgb a, QRgb b) {
        return counts.value(a) != counts.value(b) ? counts.value(a) > counts.value(b) : a < b;
    });
    const QList<QRgb> table = colors.first(std::min<qsizetype>(colors.size(), 256));
    QHash<QRgb, uint> indexes;
    for (const QRgb color : std::as_const(colors)) {
        const auto distance = [color](QRgb other) {
            const int red = qRed(color) - qRed(other);
            const int green = qGreen(color) - qGreen(other);
            const int blue = qBlue(color) - qBlue(other);
            return red * red + green * green + blue * blue;
        };
        const auto nearest = std::min_element(table.begin(), table.end(),
                                              [&](QRgb a, QRgb b) { return distance(a) < distance(b); });
        indexes.insert(color, uint(nearest - table.begin()));
    }
    QImage result(image.size(), QImage::Format_Indexed8);
    result.setColorTable(table);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            result.setPixel(x, y, indexes.value(image.pixel(x, y)));
    }
    return result;
}

class Album {
public:
    Album(QString folder, QString theme)
        : m_folder(std::move(folder))
        , m_theme(std::move(theme))
    {
    }

    void take(QWidget &window, const QString &name)
    {
        // Two rounds: texts that wrap settle their height in the second.
        for (int i = 0; i < 3; ++i)
            QTest::qWait(20);
        save(window.grab(), name);
    }
    // For the README: few colors, and the best compression.
    void takeSmall(QWidget &window, const QString &name)
    {
        for (int i = 0; i < 3; ++i)
            QTest::qWait(20);
        const QString path = u"%1/%2.png"_s.arg(m_folder, name);
        QImageWriter writer(path, "png");
        writer.setCompression(100);
        if (!writer.write(withFewColors(window.grab().toImage())))
            qFatal("cannot write %s", qPrintable(path));
        std::printf("%s\n", qPrintable(path));
    }
    void save(const QPixmap &picture, const QString &name)
    {
        const QString path = u"%1/%2-%3.png"_s.arg(m_folder, name, m_theme);
        if (!picture.save(path))
            qFatal("cannot write %s", qPrintable(path));
        std::printf("%s\n", qPrintable(path));
    }

private:
    QString m_folder;
    QString m_theme;
};

void show(MainWindow &window, QSize size = {1120, 760})
{
    window.resize(size);
    window.show();
    if (!QTest::qWaitForWindowActive(&window))
        qFatal("the window does not show");
}

void diagnose(Desk &desk)
{
    desk.window().showPage<DiagnosisPage>();
    desk.window().page<DiagnosisPage>()->run();
    if (!desk.untilChecked())
        qFatal("the diagnosis does not end");
}

void takeDiagnosis(Album &album, const QString &name, QSize size = {1120, 760})
{
    Desk desk(scenario(name));
    show(desk.window(), size);
    diagnose(desk);
    album.take(desk.window(), size.width() < 1000 ? u"diagnosis-narrow-"_s + name : u"diagnosis-"_s + name);
}

// The whole walk, each step before and after what it does.
void takeSetup(Album &album, const sandbox::Scenario &of, const QString &name, QSize size = {1120, 760})
{
    Desk desk(of);
    MainWindow &window = desk.window();
    SetupSession &session = *window.setupSession();
    show(window, size);
    window.showPage<SetupPage>();
    if (!desk.untilChecked() || !desk.untilIdle())
        qFatal("the checks do not end");
    static const QStringList names{u"machine"_s, u"identity"_s, u"organization"_s, u"signin"_s,
                                   u"rights"_s,  u"plan"_s,     u"proof"_s,        u"provider"_s};
    const auto take = [&](SetupStep step, const QString &suffix) {
        album.take(window,
                   u"setup-%1-%2-%3%4"_s.arg(name, QString::number(int(step) + 1), names[int(step)], suffix));
    };
    for (const SetupStep step : setupSteps) {
        window.page<SetupPage>()->goTo(step);
        if (step == SetupStep::ProviderBlock)
            session.terraform()->setDirectory(QDir::tempPath());
        if (!desk.untilIdle())
            qFatal("the step does not settle");
        take(step, {});
        if (step != SetupStep::Plan || !session.changes()->plan() || session.changes()->isDone())
            continue;
        for (FoldSection *section : window.page<SetupPage>()->findChildren<FoldSection *>())
            section->setOpen(true);
        take(step, u"-unfolded"_s);
        for (FoldSection *section : window.page<SetupPage>()->findChildren<FoldSection *>())
            section->setOpen(false);
        session.act();
        if (!desk.untilIdle() || !desk.untilChecked())
            qFatal("the changes do not end");
        take(step, u"-done"_s);
        session.changes()->lookAtUndo();
        if (!desk.untilIdle())
            qFatal("the look does not end");
        take(step, u"-undo"_s);
        session.changes()->dropUndoPlan();
    }
    for (QRadioButton *radio : window.page<SetupPage>()->findChildren<QRadioButton *>()) {
        if (radio->isVisible() && !radio->isChecked())
            radio->click();
    }
    take(SetupStep::ProviderBlock, u"-variables"_s);
}

// The lists of projects and groups: read as far as they go, searched, and failed.
void takeNameLists(Album &album)
{
    sandbox::Scenario large = scenario(u"not-in-org"_s);
    for (int i = 0; i < 600; ++i)
        large.world.organizations.front().projects.push_back(
            {.id = sandbox::stableGuid(u"project %1"_s.arg(i)),
             .name = u"Contoso Warehouse Automation %1"_s.arg(i),
             .description = {},
             .visibleTo = {}});
    Desk desk(large);
    show(desk.window(), {960, 640});
    SetupSession &session = *desk.window().setupSession();
    desk.window().showPage<SetupPage>();
    if (!desk.untilChecked() || !desk.untilIdle())
        qFatal("the checks do not end");
    session.goTo(SetupStep::Rights);
    const auto fields = desk.window().page<SetupPage>()->findChildren<NameField *>();
    const auto take = [&](NameField *field, PickerModel *names, const QString &name) {
        field->showPopup();
        if (!QTest::qWaitFor([names] { return names->state() != PickerModel::State::Loading; }))
            qFatal("the list does not settle");
        album.take(desk.window(), u"setup-list-"_s + name);
        field->hidePopup();
    };
    take(fields[0], session.projectPicker(), u"projects"_s);
    while (session.projectPicker()->canFetchMore({})) {
        session.projectPicker()->fetchMore({});
        if (!QTest::qWaitFor(
                [&session] { return session.projectPicker()->state() != PickerModel::State::Loading; }))
            qFatal("the next page does not come");
    }
    take(fields[0], session.projectPicker(), u"projects-end"_s);
    sandbox::Fault fault;
    fault.path = u"_apis/graph"_s;
    fault.times = 100;
    desk.server().world().faults = {fault};
    take(fields[1], session.groupPicker(), u"groups-failed"_s);
    desk.server().world().faults.clear();
    take(fields[1], session.groupPicker(), u"groups"_s);
    QTest::keyClick(fields[1], Qt::Key_Down);
    QTest::keyClick(fields[1], Qt::Key_Down);
    album.take(desk.window(), u"setup-list-groups-keyboard"_s);
    QTest::keyClick(fields[1], Qt::Key_Escape);
    fields[1]->setEditText(u"warehouse"_s);
    fields[1]->lineEdit()->setModified(true);
    take(fields[1], session.groupPicker(), u"groups-none"_s);
}

// What is not on the straight way.
void takeSetupAsides(Album &album)
{
    takeNameLists(album);
    {
        Desk desk(scenario(u"not-in-org"_s));
        show(desk.window());
        SetupSession &session = *desk.window().setupSession();
        desk.window().showPage<SetupPage>();
        if (!desk.untilChecked() || !desk.untilIdle())
            qFatal("the checks do not end");
        session.goTo(SetupStep::Plan);
        if (!desk.untilIdle())
            qFatal("no plan");
        SetupSession::Rights rights = session.rights();
        rights.groups = {u"Project Collection Administrators"_s};
        rights.projects.append(*ProjectWish::parse(u"Contoso-Payroll=library:Creator"_s));
        session.setRights(rights);
        album.take(desk.window(), u"setup-aside-outdated"_s);
        session.goTo(SetupStep::Rights);
        album.take(desk.window(), u"setup-aside-rights"_s);
        rights.projects = {*ProjectWish::parse(u"Fabrikam-Fibre=reader"_s)};
        session.setRights(rights);
        session.goTo(SetupStep::Plan);
        if (!desk.untilIdle())
            qFatal("no answer");
        album.take(desk.window(), u"setup-aside-refused"_s);
        session.signIn()->signOut();
        session.goTo(SetupStep::SignIn);
        album.take(desk.window(), u"setup-aside-signin"_s);
        session.setWay(SignInMethod::AccessToken);
        album.take(desk.window(), u"setup-aside-token"_s);
        session.goTo(SetupStep::Plan);
        album.take(desk.window(), u"setup-aside-missing"_s);
    }
    {
        Desk desk(scenario(u"not-on-azure"_s));
        show(desk.window());
        SetupSession &session = *desk.window().setupSession();
        desk.window().showPage<SetupPage>();
        if (!desk.untilIdle())
            qFatal("nobody is signed in");
        album.take(desk.window(), u"setup-aside-elsewhere"_s);
        session.act();
        album.take(desk.window(), u"setup-aside-search"_s);
        const auto done = session.lookFor(u"id-"_s);
        if (!done || !desk.untilIdle())
            qFatal("the search does not end");
        album.take(desk.window(), u"setup-aside-candidates"_s);
    }
    {
        Desk desk(scenario(u"identity-not-assigned"_s));
        show(desk.window());
        SetupSession &session = *desk.window().setupSession();
        desk.window().showPage<SetupPage>();
        if (!desk.untilChecked() || !desk.untilIdle())
            qFatal("the checks do not end");
        session.act();
        album.take(desk.window(), u"setup-aside-no-identity"_s);
        session.planAttachment();
        if (!desk.untilIdle())
            qFatal("the look does not end");
        album.take(desk.window(), u"setup-aside-attach"_s);
    }
}

void settle(Desk &desk)
{
    if (!desk.untilChecked() || !desk.untilIdle())
        qFatal("the step does not settle");
}

// Every way of signing in, open, under way and refused; and an account that is in several tenants.
void takeSignIn(Album &album, const QString &name, QSize size = {1120, 760})
{
    const auto take = [&](Desk &desk, const QString &what) {
        album.take(desk.window(), u"signin-%1-%2"_s.arg(name, what));
    };
    sandbox::Scenario of = scenario(u"not-in-org"_s);
    of.world.tenants.push_back({.id = u"1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_s,
                                .name = u"Fabrikam Landesverwaltung Informationstechnik und Beschaffung"_s,
                                .createdAt = 1450000000});
    of.world.persons.front().guestOf = {u"1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_s};
    of.world.signIn.browser = sandbox::InteractiveSignIn::Browser::Abandoned;
    Desk desk(of);
    show(desk.window(), size);
    SetupSession &session = *desk.window().setupSession();
    SignInSession &signIn = *session.signIn();
    desk.window().showPage<SetupPage>();
    settle(desk);
    session.goTo(SetupStep::SignIn);
    if (!QTest::qWaitFor([&signIn] { return signIn.tenants().size() == 2; }, 20'000))
        qFatal("no tenants");
    take(desk, u"tenants"_s);
    signIn.chooseTenant(of.world.tenants.back().id);
    settle(desk);
    take(desk, u"other-tenant"_s);
    desk.server().world().persons.front().guestOf.clear();
    signIn.chooseTenant(of.world.tenants.front().id);
    settle(desk);
    signIn.chooseTenant(of.world.tenants.back().id);
    settle(desk);
    take(desk, u"tenant-refused"_s);
    signIn.signOut();
    for (const SignInMethod way : signInMethods) {
        session.setWay(way);
        desk.window().page<SetupPage>()->takeFocus();
        take(desk, toString(way));
        QScrollArea *area = nullptr;
        for (QScrollArea *candidate : desk.window().page<SetupPage>()->findChildren<QScrollArea *>()) {
            if (candidate->isVisible() && candidate->verticalScrollBar()->maximum() > 0)
                area = candidate;
        }
        if (area) {
            area->verticalScrollBar()->setValue(area->verticalScrollBar()->maximum());
            take(desk, toString(way) + u"-below"_s);
            area->verticalScrollBar()->setValue(0);
        }
    }
    for (FoldSection *section : desk.window().page<SetupPage>()->findChildren<FoldSection *>())
        section->setOpen(true);
    session.setWay(SignInMethod::DeviceCode);
    take(desk, u"about-app"_s);
    // Waiting takes no time here; an answer that does not come does.
    sandbox::Fault silence;
    silence.path = u"/oauth2/v2.0/token"_s;
    silence.kind = sandbox::Fault::Kind::Silence;
    desk.server().world().faults = {silence};
    signIn.start(SignInMethod::DeviceCode);
    if (!QTest::qWaitFor([&signIn] { return signIn.deviceCode().has_value(); }, 20'000))
        qFatal("no code");
    take(desk, u"waiting-code"_s);
    signIn.stop();
    settle(desk);
    desk.server().world().signIn.deviceCode = sandbox::InteractiveSignIn::DeviceCode::Declined;
    signIn.start(SignInMethod::DeviceCode);
    settle(desk);
    take(desk, u"refused-code"_s);
    session.setWay(SignInMethod::Browser);
    signIn.start(SignInMethod::Browser);
    take(desk, u"waiting-browser"_s);
    signIn.stop();
    settle(desk);
    signIn.startWithAccessToken(Secret(QByteArray(52, 'b')));
    settle(desk);
    session.setWay(SignInMethod::AccessToken);
    take(desk, u"refused-token"_s);
}

sandbox::Scenario withLongNames()
{
    sandbox::Scenario longName = scenario(u"not-in-org"_s);
    const QString name = u"contoso-landesverwaltung-informationstechnik-2026x"_s;
    longName.world.organizations.front().name = name;
    for (sandbox::Member &member : longName.world.organizations.front().members) {
        for (QString &group : member.groups)
            group.replace(u"[contoso]"_s, u"[%1]"_s.arg(name));
    }
    longName.world.machine.name = u"vm-buildserver-mit-einem-wirklich-langen-namen-westeurope-01"_s;
    longName.world.identities.front().name = longName.world.machine.name;
    longName.world.identities.front().resourceId = longName.world.machine.resourceId();
    longName.asked.insert(u"organization"_s, u"https://dev.azure.com/"_s + name);
    return longName;
}

// The parts of the page of a configuration from top to bottom, and with everything unfolded.
void takeTerraform(Album &album, const sandbox::Scenario &of, const QString &name, QSize size = {1120, 760})
{
    Desk desk(of);
    MainWindow &window = desk.window();
    show(window, size);
    window.showPage<TerraformPage>();
    album.take(window, u"terraform-"_s + name);
    auto *area = window.page<TerraformPage>()->findChild<QScrollArea *>();
    if (area->verticalScrollBar()->maximum() > 0) {
        area->verticalScrollBar()->setValue(area->verticalScrollBar()->maximum());
        album.take(window, u"terraform-"_s + name + u"-below"_s);
    }
}

// Of the person's disk, where places are links.
void takeFolder(Album &album)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"providers.tf"_s));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(file.fileName()));
    file.write("provider \"azuredevops\" {\n"
               "  org_service_url = \"https://dev.azure.com/contoso\"\n"
               "  use_msi         = var.use_msi\n"
               "  use_cli         = false\n"
               "}\n\n"
               "variable \"use_msi\" {\n  type = bool\n}\n\n"
               "provider \"azuredevops\" {\n  alias = \"second\"\n}\n");
    file.close();
    Desk desk(scenario(u"healthy"_s));
    MainWindow &window = desk.window();
    show(window);
    window.showPage<TerraformPage>();
    window.page<TerraformPage>()->session()->setDirectory(folder.path());
    if (!window.page<TerraformPage>()->session()->setProviderVersion(u"1.11.0"_s))
        qFatal("the version cannot be judged");
    album.take(window, u"terraform-on-disk"_s);
}

// Long past, of a person, for another service.
QByteArray oldToken()
{
    const auto part = [](const QByteArray &json) {
        return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    return part(R"({"typ":"JWT","alg":"RS256"})") + '.'
        + part(R"({"aud":"https://management.azure.com/","tid":"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a",)"
               R"("oid":"b5e9d8c7-6f50-4e4d-9c3b-2a1918071625","upn":"jane@contoso.example","idtyp":"user",)"
               R"("scp":"user_impersonation","ver":"1.0","iat":1780000000,"nbf":1780000000,"exp":1780005400})")
        + ".c2lnbmF0dXJl";
}

void takeToken(Album &album, const QString &name, QSize size = {1120, 760})
{
    const QString suffix = name + (size.width() < 1000 ? u"-narrow"_s : QString());
    Desk desk(scenario(name));
    MainWindow &window = desk.window();
    show(window, size);
    window.showPage<TokenPage>();
    TokenPage &page = *window.page<TokenPage>();
    album.take(window, u"token-empty-"_s + suffix);
    page.refresh();
    QTest::qWait(200);
    if (page.session()->asking())
        album.take(window, u"token-asking-"_s + suffix);
    if (!QTest::qWaitFor([&page] { return !page.session()->asking(); }, 20'000))
        qFatal("the endpoint does not answer");
    album.take(window, u"token-"_s + suffix);
    page.showView(TokenPage::View::Comparison);
    page.session()->read(TokenSession::Column::Second, oldToken());
    album.take(window, u"token-compare-"_s + suffix);
    page.showView(TokenPage::View::Machine);
    album.take(window, u"token-machine-asking-"_s + suffix);
    if (!QTest::qWaitFor([&page] { return !page.identity()->isAsking(); }, 20'000))
        qFatal("the machine is not looked at");
    album.take(window, u"token-machine-"_s + suffix);
    page.session()->read(TokenSession::Column::First, oldToken());
    page.showView(TokenPage::View::Token);
    album.take(window, u"token-old-"_s + suffix);
}

void takeTokens(Album &album)
{
    takeToken(album, u"healthy"_s);
    takeToken(album, u"healthy"_s, {960, 640});
    takeToken(album, u"clock-skew"_s);
    takeToken(album, u"not-on-azure"_s);
    takeToken(album, u"identity-not-assigned"_s);
}

sandbox::Scenario withTraps()
{
    sandbox::Scenario traps = scenario(u"env-secret-or-oidc-beats-msi"_s);
    QJsonObject variables = traps.hostImage["env"_L1].toObject();
    variables.insert(u"AZURE_CLIENT_ID"_s, u"5eed5eed-4455-4667-9889-aabbccddeeff"_s);
    variables.insert(u"AZDO_TOKEN_PATH"_s, u"/home/builder/.azdo/token"_s);
    variables.insert(u"HTTP_PROXY"_s, u"http://proxy.example:3128"_s);
    traps.hostImage.insert(u"env"_s, variables);
    return traps;
}

void click(MainWindow &window, const QString &beginning)
{
    for (QPushButton *button : window.page<TerraformPage>()->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text().remove(u'&').startsWith(beginning)) {
            button->click();
            return;
        }
    }
    qFatal("no button %s", qPrintable(beginning));
}

void takeWriting(Album &album)
{
    Desk desk(scenario(u"use-msi-not-set"_s));
    MainWindow &window = desk.window();
    show(window);
    window.showPage<TerraformPage>();
    album.take(window, u"terraform-write-1-before"_s);
    click(window, u"Show as command"_s);
    click(window, u"Write"_s);
    album.take(window, u"terraform-write-2-asked"_s);
    click(window, u"Write"_s);
    album.take(window, u"terraform-write-3-after"_s);
    for (FoldSection *section : window.page<TerraformPage>()->findChildren<FoldSection *>())
        section->setOpen(true);
    album.take(window, u"terraform-write-4-unfolded"_s);
}

void takeWalk(Album &album)
{
    takeSetup(album, scenario(u"not-in-org"_s), u"walk"_s);
    takeSetup(album, scenario(u"not-in-org"_s), u"narrow"_s, {960, 640});
    takeSetup(album, withLongNames(), u"long"_s, {960, 640});
    takeSetup(album, scenario(u"healthy"_s), u"healthy"_s);
    takeSetupAsides(album);
}

// As walked, narrow, and in long words.
void takeSignIns(Album &album)
{
    takeSignIn(album, u"walk"_s);
    takeSignIn(album, u"narrow"_s, {960, 640});
    LongWords longWords;
    QApplication::installTranslator(&longWords);
    takeSignIn(album, u"long"_s, {960, 640});
    QApplication::removeTranslator(&longWords);
}

} // namespace

// What the README shows.
void takeReadme(Album &album)
{
    // Wide enough for the longest titles in the fonts of the pictures.
    constexpr QSize size(1280, 800);
    {
        Desk desk(scenario(u"not-in-org"_s));
        show(desk.window(), size);
        diagnose(desk);
        album.takeSmall(desk.window(), u"diagnosis"_s);
    }
    Desk desk(scenario(u"not-in-org"_s));
    show(desk.window(), size);
    SetupSession &session = *desk.window().setupSession();
    desk.window().showPage<SetupPage>();
    const auto settle = [&desk] {
        if (!desk.untilChecked() || !desk.untilIdle())
            qFatal("the guided path does not settle");
    };
    settle();
    for (const SetupStep step : setupSteps) {
        session.goTo(step);
        settle();
        if (step == SetupStep::Plan)
            break;
    }
    album.takeSmall(desk.window(), u"setup"_s);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr,
                     "usage: signet_screenshots OUTDIR [light|dark|high-contrast "
                     "[terraform|setup|signin|token|readme]]\n");
        return 1;
    }
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QString folder = QString::fromLocal8Bit(argv[1]);
    const QString theme = argc > 2 ? QString::fromLatin1(argv[2]) : u"light"_s;
    if (!QDir().mkpath(folder))
        qFatal("cannot make %s", qPrintable(folder));
    theme::apply(application,
                 theme == "dark"_L1                ? theme::Choice::Dark
                     : theme == "high-contrast"_L1 ? theme::Choice::HighContrast
                                                   : theme::Choice::Light);
    Album album(folder, theme);
    if (argc > 3 && QLatin1StringView(argv[3]) == "token"_L1) {
        takeTokens(album);
        return 0;
    }
    const QLatin1StringView part(argc > 3 ? argv[3] : "");
    if (part == "setup"_L1) {
        takeWalk(album);
        return 0;
    }
    if (part == "readme"_L1) {
        takeReadme(album);
        return 0;
    }
    if (part == "signin"_L1) {
        takeSignIns(album);
        return 0;
    }

    {
        MainWindow window{WindowMemory()};
        const Host disk = Host::real();
        Work work{.sessionContext = SessionContext{Host::from(HostImage()), NetSettings(), disk},
                  .question = {},
                  .simulation = {},
                  .trySimulation = [](const QString &) { },
                  .openedPath = {}};
        window.setWork(work);
        show(window);
        album.take(window, u"start"_s);
        window.showPage<DiagnosisPage>();
        album.take(window, u"diagnosis-empty"_s);
        window.showPage<TerraformPage>();
        album.take(window, u"terraform-empty"_s);
        window.showPage<AboutPage>();
        album.take(window, u"about"_s);
        window.resize(960, 640);
        window.showPage<StartPage>();
        album.take(window, u"start-narrow"_s);
        window.resize(1920, 1080);
        album.take(window, u"start-large"_s);
    }

    takeTokens(album);
    takeTerraform(album, scenario(u"healthy"_s), u"healthy"_s);
    takeTerraform(album, scenario(u"healthy"_s), u"healthy-narrow"_s, {960, 640});
    takeTerraform(album, withTraps(), u"traps"_s);
    takeTerraform(album, withTraps(), u"traps-narrow"_s, {960, 640});
    takeTerraform(album, scenario(u"pat-overrides-msi"_s), u"pat"_s);
    takeTerraform(album, scenario(u"configuration-syntax-error"_s), u"syntax-error"_s);
    takeTerraform(album, scenario(u"provider-version-too-old"_s), u"too-old"_s);
    takeTerraform(album, scenario(u"provider-block-duplicate"_s), u"duplicate"_s);
    takeFolder(album);
    takeWriting(album);
    if (part == "terraform"_L1)
        return 0;

    takeWalk(album);
    takeSignIns(album);
    for (const char *name :
         {"healthy", "not-in-org", "proxy-eats-imds", "no-project-permission", "clock-skew"})
        takeDiagnosis(album, QString::fromLatin1(name));
    takeDiagnosis(album, u"not-in-org"_s, {960, 640});

    {
        Desk desk(scenario(u"not-in-org"_s));
        show(desk.window());
        diagnose(desk);
        desk.window().page<DiagnosisPage>()->choose(u"devops.projects"_s);
        album.take(desk.window(), u"diagnosis-skipped"_s);
        desk.window().page<DiagnosisPage>()->choose(u"devops.connection"_s);
        for (FoldSection *section : desk.window().findChildren<FoldSection *>())
            section->setOpen(true);
        album.take(desk.window(), u"diagnosis-requests"_s);
    }
    {
        Desk desk(scenario(u"not-on-azure"_s));
        show(desk.window());
        desk.window().showPage<DiagnosisPage>();
        desk.window().page<DiagnosisPage>()->run();
        QTest::qWait(350);
        album.take(desk.window(), u"diagnosis-running"_s);
        QTest::qWait(1'000);
        album.take(desk.window(), u"diagnosis-late"_s);
    }
    {
        Desk desk(withLongNames());
        show(desk.window(), {960, 640});
        diagnose(desk);
        album.take(desk.window(), u"diagnosis-long-names"_s);
    }
    {
        LongWords longWords;
        QApplication::installTranslator(&longWords);
        {
            Desk desk(scenario(u"not-in-org"_s));
            show(desk.window(), {960, 640});
            album.take(desk.window(), u"start-long-words"_s);
            diagnose(desk);
            album.take(desk.window(), u"diagnosis-long-words"_s);
            desk.window().showPage<SetupPage>();
            album.take(desk.window(), u"setup-long-words"_s);
            desk.window().showPage<TerraformPage>();
            album.take(desk.window(), u"terraform-long-words"_s);
        }
        QApplication::removeTranslator(&longWords);
    }
    return 0;
}

#include "screenshots.moc"
