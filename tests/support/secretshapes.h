#pragma once

#include <QByteArray>
#include <QList>
#include <QRandomGenerator>
#include <QSet>
#include <QString>
#include <QStringList>

#include <array>

// Invented secrets in the shapes that real ones have, ways in which they come back, and texts that only look
// like secrets.
namespace signet::test {

inline QByteArray randomText(QRandomGenerator *random, int length, const QByteArray &alphabet)
{
    QByteArray text;
    for (int i = 0; i < length; ++i)
        text += alphabet[random->bounded(int(alphabet.size()))];
    return text;
}

inline const QByteArray lowerCase = "abcdefghijklmnopqrstuvwxyz";
inline const QByteArray digits = "0123456789";
inline const QByteArray letters = lowerCase + lowerCase.toUpper();
inline const QByteArray alphanumeric = letters + digits;
inline const QByteArray base64Url = alphanumeric + "-_";

struct SecretShape {
    QByteArray kind;
    QByteArray plain;
    // Whether the shape alone gives it away, in a text that says nothing else about it.
    bool isRecognizable = false;
};

// One of each kind; another seed, other values.
inline QList<SecretShape> secretShapes(quint32 seed)
{
    QRandomGenerator random(seed);
    const auto text = [&random](int length, const QByteArray &alphabet) {
        return randomText(&random, length, alphabet);
    };
    const auto encoded = [](const QByteArray &json) {
        return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    const QByteArray token = encoded(R"({"typ":"JWT","alg":"RS256","kid":")" + text(20, base64Url) + "\"}")
        + '.'
        + encoded(R"({"aud":"499b84ac-1321-427f-aa17-267ca6975798","uti":")" + text(60, base64Url) + "\"}")
        + '.' + text(120, base64Url);
    return {
        {"personal access token of 52 characters", text(51, lowerCase + "234567") + '4', true},
        {"personal access token of 84 characters", text(76, alphanumeric) + "AZDO" + text(4, alphanumeric),
         true},
        {"client secret of Entra", text(3, alphanumeric) + "8Q~" + text(34, alphanumeric + "._-~"), true},
        {"access token", token, true},
        {"signature of a token", token.split('.')[2]},
        {"payload of a token", token.split('.')[1]},
        {"opaque token of 40 characters", text(39, base64Url) + '7'},
        {"opaque token of 200 characters", text(199, base64Url) + '7'},
        {"hexadecimal key", text(31, "0123456789abcdef") + 'a'},
        {"password with signs", text(10, alphanumeric) + "!x9#" + text(8, alphanumeric + "@$*+?")},
        {"short password", text(6, letters) + "4" + text(4, alphanumeric)},
        {"password of words", text(7, lowerCase) + '-' + text(8, lowerCase) + '-' + text(6, lowerCase)},
        {"key of a storage account", text(86, alphanumeric + "+/") + "==", true},
        {"refresh token of Entra", "0.A" + text(90, base64Url), true},
        {"token of GitHub", "ghp_" + text(36, alphanumeric), true},
        {"token of GitLab", "glpat-" + text(20, base64Url), true},
        {"key id of a cloud", "AKIA" + text(16, lowerCase.toUpper() + digits), true},
        {"token with a percent sign and a backslash",
         text(12, alphanumeric) + "%41\\n" + text(12, alphanumeric)},
    };
}

// How a secret comes back from whoever got it: as it is, in another form, in pieces of 16 characters or more.
struct Disguise {
    QByteArray name;
    QByteArray (*apply)(const QByteArray &);
};

inline const QList<Disguise> &disguises()
{
    static const auto between = [](const QByteArray &plain, const QByteArray &gap, int every) {
        QByteArray text;
        for (int i = 0; i < plain.size(); i += every)
            text += (i > 0 ? gap : QByteArray()) + plain.mid(i, every);
        return text;
    };
    static const auto escaped = [](const QByteArray &plain, const char *pattern) {
        QByteArray text;
        for (const char c : plain)
            text +=
                QByteArray(pattern).replace("XX", QByteArray::number(uchar(c), 16).rightJustified(2, '0'));
        return text;
    };
    static const QList<Disguise> all{
        {"as it is", [](const QByteArray &plain) { return plain; }},
        {"base64", [](const QByteArray &plain) { return plain.toBase64(); }},
        {"base64, one byte before", [](const QByteArray &plain) { return (':' + plain).toBase64(); }},
        {"base64, two bytes before", [](const QByteArray &plain) { return ("a:" + plain).toBase64(); }},
        {"base64 of addresses",
         [](const QByteArray &plain) { return plain.toBase64(QByteArray::Base64UrlEncoding); }},
        {"base64 in lines of 76",
         [](const QByteArray &plain) { return between(plain.toBase64(), "\r\n", 76); }},
        {"percent-encoded", [](const QByteArray &plain) { return plain.toPercentEncoding(); }},
        {"every character percent-encoded", [](const QByteArray &plain) { return escaped(plain, "%XX"); }},
        {"escapes of JSON", [](const QByteArray &plain) { return escaped(plain, "\\u00XX"); }},
        {"entities of HTML", [](const QByteArray &plain) { return escaped(plain, "&#xXX;"); }},
        {"lines of 64", [](const QByteArray &plain) { return between(plain, "\n", 64); }},
        {"lines of 20, indented", [](const QByteArray &plain) { return between(plain, "\n    ", 20); }},
        {"line ends of JSON", [](const QByteArray &plain) { return between(plain, "\\r\\n", 20); }},
        {"spaces at the dots", [](const QByteArray &plain) { return QByteArray(plain).replace(".", " . "); }},
        {"zero-width spaces", [](const QByteArray &plain) { return between(plain, "\u200b", 5); }},
        {"hexadecimal",
         [](const QByteArray &plain) { return plain.size() <= 128 ? plain.toHex() : QByteArray(); }},
        {"first half",
         [](const QByteArray &plain) { return plain.size() < 40 ? plain : plain.left(plain.size() / 2); }},
        {"second half",
         [](const QByteArray &plain) { return plain.size() < 40 ? plain : plain.mid(plain.size() / 2); }},
        {"piece of 16 from the middle",
         [](const QByteArray &plain) {
             return plain.size() < 40 ? plain : plain.mid(plain.size() / 2 - 8, 16);
         }},
        {"lower case", [](const QByteArray &plain) { return plain.toLower(); }},
    };
    return all;
}

// Whether a text still gives 16 characters in a row of the secret away (all of a shorter one), written by
// somebody who does not know how the program looks for them: gaps and escapes are taken out of the text, and
// every form of the secret is searched for as a plain text.
inline bool gives(const QByteArray &text, const QByteArray &plain)
{
    QByteArray bare;
    for (int i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (text.mid(i, 3) == "\u200b") {
            i += 2;
        } else if (c == '\\' && text.mid(i + 1, 3) == "u00") {
            bare += char(text.mid(i + 4, 2).toInt(nullptr, 16));
            i += 5;
        } else if (c == '\\' && (text.mid(i + 1, 1) == "r" || text.mid(i + 1, 1) == "n")) {
            ++i;
        } else if (text.mid(i, 3) == "&#x") {
            bare += char(text.mid(i + 3, 2).toInt(nullptr, 16));
            i += 5;
        } else if (c > ' ') {
            bare += c;
        }
    }
    const QByteArray decoded = QByteArray::fromPercentEncoding(bare);
    QList<QByteArray> forms{plain, plain.toHex()};
    for (int before = 0; before < 3; ++before) {
        QByteArray form = (QByteArray(before, ':') + plain).toBase64(QByteArray::OmitTrailingEquals);
        form = form.mid(before == 0 ? 0 : before + 1).chopped(2);
        forms << form << QByteArray(form).replace('+', '-').replace('/', '_');
    }
    const QByteArray joined = QByteArray(text).replace("\u200b", "");
    for (const QByteArray &haystack : QSet<QByteArray>{joined, bare, decoded}) {
        const QByteArray lower = haystack.toLower();
        QSet<QByteArrayView> pieces;
        pieces.reserve(lower.size());
        for (qsizetype i = 0; i + 16 <= lower.size(); ++i)
            pieces.insert(QByteArrayView(lower).sliced(i, 16));
        for (const QByteArray &form : std::as_const(forms)) {
            const QByteArray needle = form.toLower();
            if (needle.size() < 16 && lower.contains(needle))
                return true;
            for (qsizetype i = 0; i + 16 <= needle.size(); ++i) {
                if (pieces.contains(QByteArrayView(needle).sliced(i, 16)))
                    return true;
            }
        }
    }
    return false;
}

// At least 300 texts that hold no secret, each with something that looks a little like one.
inline QStringList harmlessTexts()
{
    QRandomGenerator random(12);
    const auto text = [&random](int length, const QByteArray &alphabet) {
        return QString::fromLatin1(randomText(&random, length, alphabet));
    };
    const QByteArray hex = "0123456789abcdef";
    const auto guid = [&text, &hex] {
        return text(8, hex) + u'-' + text(4, hex) + u'-' + text(4, hex) + u'-' + text(4, hex) + u'-'
            + text(12, hex);
    };
    QStringList all{
        QStringLiteral("Bearer authorization_uri=https://login.microsoftonline.com/") + guid(),
        QStringLiteral("Basic realm=\"https://tfsprodweu1.app.visualstudio.com/\""),
        QStringLiteral("Basic authentication is not accepted, use Bearer tokens-of-Entra instead"),
        QStringLiteral("Add it with Basic access"),
        QStringLiteral("The password is required."),
        QStringLiteral("password: required"),
        QStringLiteral("Personal access tokens end on 2026-12-01"),
        QStringLiteral("client_secret = var.client_secret"),
        QStringLiteral("client_secret = \"${var.client_secret}\""),
        QStringLiteral("personal_access_token = data.azurerm_key_vault_secret.pat.value"),
        QStringLiteral("export ARM_CLIENT_SECRET=$SECRET"),
        QStringLiteral("ARM_CLIENT_SECRET: $(clientSecret)"),
        QStringLiteral("ARM_CLIENT_SECRET: ${{ secrets.CLIENT_SECRET }}"),
        QStringLiteral("$env:ARM_CLIENT_SECRET"),
        QStringLiteral("unset AZDO_PERSONAL_ACCESS_TOKEN ARM_CLIENT_SECRET"),
        QStringLiteral("client_secret_path = \"/run/secrets/client-secret\""),
        QStringLiteral("The secret is wrong, has expired, or is the secret's id instead of its value"),
        QStringLiteral("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"),
        QStringLiteral("donaudampfschifffahrtsgesellschaftskapitaenswitwenrente"),
        QStringLiteral("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"),
        QStringLiteral("rindfleischetikettierungsueberwachungsaufgabenuebertragg"),
        QStringLiteral("Passwort vergessen? Schlüssel: im Tresor, Geheimnis: keines"),
        QStringLiteral("Kennwort=siehe Handbuch"),
        QStringLiteral("https://dev.azure.com/contoso/_apis/connectionData?api-version=7.1-preview.1"),
        QStringLiteral("https://contoso@dev.azure.com/contoso/shop/_git/infra"),
        QStringLiteral("git@ssh.dev.azure.com:v3/contoso/shop/infra"),
        QStringLiteral(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGd1ZXN0d2hhdHRoaXNpc25vdGFrZXlhdGFsbDAxMjM0 build"),
        QStringLiteral("registry.terraform.io/microsoft/azuredevops"),
        QStringLiteral("TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized"),
        QStringLiteral(
            "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent is the value."),
        QStringLiteral("AADSTS700016: Application with identifier 'x' was not found in the directory 'y'."),
        QStringLiteral("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"),
        QStringLiteral("{\"token_type\":\"Bearer\",\"expires_in\":\"86399\",\"resource\":\"499b84ac-1321-"
                       "427f-aa17-267ca6975798\"}"),
        QStringLiteral("{\"error\":\"invalid_client\",\"error_codes\":[7000215]}"),
        QStringLiteral("signature: sha256, significance = high, design=sign"),
        QStringLiteral("code=404 decode=true"),
        QStringLiteral("C:\\Users\\build\\AppData\\Roaming\\terraform.d\\plugins\\azuredevops_1.12.0"),
    };
    for (int i = 0; i < 40; ++i) {
        all << guid() << QStringLiteral("sha256:") + text(64, hex)
            << QStringLiteral("commit ") + text(40, hex)
            << QStringLiteral("/subscriptions/") + guid() + QStringLiteral("/resourceGroups/rg-")
                + text(6, lowerCase)
                + QStringLiteral("/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-build-%1")
                      .arg(i)
            << QStringLiteral("h1:") + QString::fromLatin1(randomText(&random, 32, alphanumeric).toBase64())
            << QStringLiteral("aadsp.")
                + QString::fromLatin1(guid().toLatin1().toBase64(QByteArray::OmitTrailingEquals))
            << QStringLiteral("vm-build-%1.internal.cloudapp.net").arg(i)
            << QStringLiteral("/var/lib/jenkins/workspace/") + text(12, lowerCase)
                + QStringLiteral("/infra/modules/network_%1/main.tf:12:3").arg(i);
    }
    return all;
}

} // namespace signet::test
