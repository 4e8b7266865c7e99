#include "core/findings/catalogue.h"
#include "core/profile/profilestore.h"
#include "tests/support/await.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

const QString file = u"/home/jane/.config/signet/profiles.json"_s;

HostImage machine()
{
    HostImage image;
    image.env.insert(u"HOME"_s, u"/home/jane"_s);
    return image;
}

HostImage machineWith(const QByteArray &content)
{
    HostImage image = machine();
    FileImage profiles;
    profiles.text = content;
    image.files.insert(file, profiles);
    return image;
}

Profile profileNamed(const QString &name)
{
    Profile profile;
    profile.name = name;
    profile.organization = u"https://dev.azure.com/contoso"_s;
    profile.objectId = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
    profile.signIn = {u"device-code"_s, u"Jane Doe (jane@contoso.example)"_s, u"contoso.example"_s,
                      u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s, true};
    profile.signIn.identity = {{u"clientId"_s, u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s}};
    return profile;
}

// JSON is easier to read with one kind of quotes inside of the other.
QByteArray quoted(QByteArray json)
{
    return json.replace('\'', '"');
}

QByteArray contentOf(const Host &host)
{
    const auto content = host.readFile(file, 1 << 20);
    return content ? *content : QByteArray();
}

} // namespace

class TestProfileStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFileIsWhereThePlatformKeepsSettings_data()
    {
        QTest::addColumn<Platform>("platform");
        QTest::addColumn<QStringList>("variables");
        QTest::addColumn<QString>("path");
        QTest::addRow("home") << Platform::Linux << QStringList{u"HOME=/home/jane"_s} << file;
        QTest::addRow("XDG") << Platform::Linux
                             << QStringList{u"HOME=/home/jane"_s, u"XDG_CONFIG_HOME=/etc/jane"_s}
                             << u"/etc/jane/signet/profiles.json"_s;
        QTest::addRow("relative XDG")
            << Platform::Linux << QStringList{u"HOME=/home/jane"_s, u"XDG_CONFIG_HOME=here"_s} << file;
        QTest::addRow("macOS") << Platform::MacOs << QStringList{u"HOME=/Users/jane"_s}
                               << u"/Users/jane/Library/Application Support/signet/profiles.json"_s;
        QTest::addRow("Windows") << Platform::Windows << QStringList{u"APPDATA=C:\\Users\\jane\\Roaming"_s}
                                 << u"C:\\Users\\jane\\Roaming\\signet\\profiles.json"_s;
        QTest::addRow("no home") << Platform::Linux << QStringList() << QString();
    }

    void theFileIsWhereThePlatformKeepsSettings()
    {
        QFETCH(Platform, platform);
        QFETCH(QStringList, variables);
        QFETCH(QString, path);
        HostImage image;
        image.platform = platform;
        for (const QString &variable : variables)
            image.env.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
        QCOMPARE(ProfileStore(Host::from(image)).path(), path);
    }

    void withoutAFileThereAreNone()
    {
        ProfileStore store(Host::from(machine()));
        const auto profiles = store.load();
        QVERIFY(profiles);
        QVERIFY(profiles->all().isEmpty());
        QCOMPARE(profiles->currentName(), u"default"_s);
        QCOMPARE(profiles->current().name, u"default"_s);
    }

    void whatIsSavedIsLoaded()
    {
        const Host host = Host::from(machine());
        ProfileStore store(host);
        auto profiles = store.load();
        QVERIFY(profiles);
        const Profile b = profileNamed(u"b"_s);
        Profile a;
        a.name = u"a"_s;
        QVERIFY(profiles->save(b));
        QVERIFY(profiles->save(a));
        QVERIFY(profiles->use(u"b"_s));
        QVERIFY(store.save(*profiles));

        const auto again = ProfileStore(host).load();
        QVERIFY(again);
        QCOMPARE(again->all(), QList<Profile>({a, b}));
        QCOMPARE(again->current(), b);
        QVERIFY(!contentOf(host).toLower().contains("token"));
    }

    void whatIsNotKnownStays()
    {
        const Host host = Host::from(
            machineWith(quoted("{'schemaVersion':1,'current':'a','colour':'blue','profiles':[{'name':'a','"
                               "note':'x','signIn':{'method':'browser','later':1}},{'name':'b'}]}")));
        ProfileStore store(host);
        auto profiles = store.load();
        QVERIFY(profiles);
        Profile a = profiles->current();
        a.organization = u"https://dev.azure.com/contoso"_s;
        QVERIFY(profiles->save(a));
        QVERIFY(store.save(*profiles));
        const QJsonObject json = QJsonDocument::fromJson(contentOf(host)).object();
        QCOMPARE(json["colour"_L1].toString(), u"blue"_s);
        QCOMPARE(json["profiles"_L1][0]["note"_L1].toString(), u"x"_s);
        QCOMPARE(json["profiles"_L1][0]["signIn"_L1]["later"_L1].toInt(), 1);
        QCOMPARE(json["profiles"_L1][0]["organization"_L1].toString(), a.organization);
    }

    void aFileThatCannotBeReadStaysAsItIs_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addRow("no JSON") << QByteArray("profiles:\n  - a\n");
        QTest::addRow("cut") << quoted("{'schemaVersion':1,'profiles':[{'na");
        QTest::addRow("a list") << QByteArray("[]");
        QTest::addRow("newer") << quoted("{'schemaVersion':2,'profiles':[]}");
        QTest::addRow("no version") << quoted("{'profiles':[]}");
        QTest::addRow("no profiles") << quoted("{'schemaVersion':1}");
        QTest::addRow("no name") << quoted("{'schemaVersion':1,'profiles':[{}]}");
        QTest::addRow("twice") << quoted("{'schemaVersion':1,'profiles':[{'name':'a'},{'name':'a'}]}");
        QTest::addRow("empty") << QByteArray();
    }

    void aFileThatCannotBeReadStaysAsItIs()
    {
        QFETCH(QByteArray, content);
        const Host host = Host::from(machineWith(content));
        ProfileStore store(host);
        const auto profiles = store.load();
        QVERIFY(!profiles);
        QCOMPARE(profiles.problem().findingId.toString(), u"profiles-file-invalid"_s);
        QCOMPARE(profiles.problem().evidence["path"_L1].toString(), file);
        QVERIFY(!profiles.problem().evidence["reason"_L1].toString().isEmpty());
        QVERIFY(findFinding(profiles.problem().findingId));
        QCOMPARE(contentOf(host), content);
    }

    void whatAnotherProgramWroteMeanwhileIsNotLost()
    {
        const Host host = Host::from(machine());
        ProfileStore here(host);
        ProfileStore there(host);
        auto mine = here.load();
        auto others = there.load();
        QVERIFY(mine && others);
        QVERIFY(others->save(profileNamed(u"others"_s)));
        QVERIFY(there.save(*others));
        QVERIFY(mine->save(profileNamed(u"mine"_s)));
        const auto saved = here.save(*mine);
        QVERIFY(!saved);
        QCOMPARE(saved.problem().findingId.toString(), u"file-changed-meanwhile"_s);
        QVERIFY(contentOf(host).contains("others"));
        // The one that wrote goes on.
        QVERIFY(others->save(profileNamed(u"more"_s)));
        QVERIFY(there.save(*others));
    }

    void changesOfTwoProgramsAreBothKept()
    {
        const Host host = Host::from(machine());
        int tries = 0;
        ProfilesChange change = [&](Profiles *profiles) {
            if (++tries <= 3) {
                // Another program is faster, three times.
                ProfileStore faster(host);
                auto theirs = faster.load();
                QString name = u"theirs%1"_s.arg(tries);
                if (!theirs || !theirs->save(profileNamed(name)) || !faster.save(*theirs))
                    qFatal("the other program cannot save");
            }
            return profiles->save(profileNamed(u"mine"_s));
        };
        const auto saved = await(changeProfiles(host, change));
        QVERIFY(saved);
        QCOMPARE(tries, 4);
        const auto read = ProfileStore(host).load();
        QVERIFY(read);
        QCOMPARE(read->all().size(), 4);
        QVERIFY(read->find(u"mine"_s) && read->find(u"theirs1"_s) && read->find(u"theirs3"_s));

        // What cannot be is not tried again.
        tries = 3;
        ProfilesChange impossible = [&tries](Profiles *profiles) {
            ++tries;
            return profiles->use(u"nobody"_s);
        };
        QVERIFY(!await(changeProfiles(host, impossible)));
        QCOMPARE(tries, 4);
    }

    void aNameThatIsNotThereIsRefused()
    {
        Profiles profiles;
        QVERIFY(profiles.save(profileNamed(u"production"_s)));
        for (const auto &result : {profiles.use(u"prod"_s), profiles.remove(u"prod"_s)}) {
            QVERIFY(!result);
            QCOMPARE(result.problem().findingId.toString(), u"profile-unknown"_s);
            QCOMPARE(result.problem().evidence["suggestion"_L1].toString(), u"production"_s);
        }
        QCOMPARE(profiles.currentName(), u"default"_s);
    }

    void removingTheCurrentOneLeadsBackToTheDefault()
    {
        Profiles profiles;
        QVERIFY(profiles.save(profileNamed(u"production"_s)));
        QVERIFY(profiles.use(u"production"_s));
        QVERIFY(profiles.remove(u"production"_s));
        QCOMPARE(profiles.currentName(), u"default"_s);
        QVERIFY(profiles.all().isEmpty());
        QVERIFY(profiles.use(u"default"_s));
    }

    void namesAreChecked_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        QTest::addRow("plain") << u"contoso"_s << true;
        QTest::addRow("all signs") << u"9a.B-c_d"_s << true;
        QTest::addRow("64") << QString(64, u'x') << true;
        QTest::addRow("65") << QString(65, u'x') << false;
        QTest::addRow("empty") << QString() << false;
        QTest::addRow("option") << u"-x"_s << false;
        QTest::addRow("path") << u"a/b"_s << false;
        QTest::addRow("blank") << u"a b"_s << false;
        QTest::addRow("line end") << u"a\n"_s << false;
    }

    void namesAreChecked()
    {
        QFETCH(QString, name);
        QFETCH(bool, good);
        QCOMPARE(isProfileName(name), good);
        Profiles profiles;
        const auto saved = profiles.save(profileNamed(name));
        QCOMPARE(bool(saved), good);
        if (!good)
            QCOMPARE(saved.problem().findingId.toString(), u"profile-name-invalid"_s);
    }

    void theDirectoryIsMadeForItsOwnerOnly()
    {
#ifdef Q_OS_UNIX
        QTemporaryDir home;
        const QString directory = home.filePath(u"a/b"_s);
        const Host host = Host::real();
        QVERIFY(host.makeDirectory(directory));
        QVERIFY(host.makeDirectory(directory));
        const auto others = QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(directory) & others));
        QVERIFY(!(QFile::permissions(home.filePath(u"a"_s)) & others));
        QVERIFY(host.writeFile(directory + u"/file"_s, "x"));
        const auto inTheWay = host.makeDirectory(directory + u"/file/c"_s);
        QVERIFY(!inTheWay);
        QCOMPARE(inTheWay.problem().findingId.toString(), u"directory-not-writable"_s);
#else
        QSKIP("there are no modes here");
#endif
    }
};

QTEST_GUILESS_MAIN(TestProfileStore)
#include "tst_profilestore.moc"
