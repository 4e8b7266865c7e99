#include "core/terraform/hclstring.h"
#include "core/terraform/providerblock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

ProviderSettings contoso()
{
    ProviderSettings settings;
    settings.organizationUrl = u"https://dev.azure.com/contoso"_s;
    return settings;
}

} // namespace

class ProviderBlockTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesAreQuotedForHcl_data();
    void valuesAreQuotedForHcl();
    void theSystemAssignedBlockIsComplete();
    void theUserAssignedBlockNamesItsClientId();
    void anAliasComesFirst();
    void theEmptyBlockKeepsTheVersion();
    void anotherLocalNameIsUsedThroughout();
};

void ProviderBlockTest::valuesAreQuotedForHcl_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("quoted");

    QTest::newRow("empty") << QString() << u"\"\""_s;
    QTest::newRow("plain") << u"contoso"_s << u"\"contoso\""_s;
    QTest::newRow("quote") << u"a\"b"_s << u"\"a\\\"b\""_s;
    QTest::newRow("backslash") << u"C:\\Users"_s << u"\"C:\\\\Users\""_s;
    QTest::newRow("line feed, return, tab") << u"a\nb\rc\td"_s << u"\"a\\nb\\rc\\td\""_s;
    QTest::newRow("other controls") << u"\u0007\u001b\u007f"_s << u"\"\\u0007\\u001b\\u007f\""_s;
    QTest::newRow("template") << u"${var.x}"_s << u"\"$${var.x}\""_s;
    QTest::newRow("directive") << u"%{if x}"_s << u"\"%%{if x}\""_s;
    QTest::newRow("escaped template") << u"$${x}"_s << u"\"$$${x}\""_s;
    QTest::newRow("lone signs") << u"$ % $$ %% $a {"_s << u"\"$ % $$ %% $a {\""_s;
    QTest::newRow("sign at the end") << u"a$"_s << u"\"a$\""_s;
    QTest::newRow("not ASCII") << u"\u00e4 \u4e2d \U0001f511"_s << u"\"\u00e4 \u4e2d \U0001f511\""_s;
}

void ProviderBlockTest::valuesAreQuotedForHcl()
{
    QFETCH(QString, value);
    QTEST(hclQuoted(value), "quoted");
}

void ProviderBlockTest::theSystemAssignedBlockIsComplete()
{
    QCOMPARE(providerBlock(contoso()), uR"(terraform {
  required_providers {
    azuredevops = {
      # 1.11.0 and 1.11.1 lose a system-assigned identity; before 1.0.0 there is no use_msi.
      source  = "microsoft/azuredevops"
      version = ">= 1.11.2, < 2.0.0"
    }
  }
}

provider "azuredevops" {
  org_service_url = "https://dev.azure.com/contoso"

  # The managed identity of the machine that runs Terraform: no token, no secret.
  use_msi = true

  # Without this line, a missing identity goes unnoticed: Terraform would run as the person
  # who is signed in to the Azure CLI.
  use_cli = false

  # No client_id: the system-assigned identity. ARM_CLIENT_ID and AZURE_CLIENT_ID must not be
  # set, or the provider asks for a user-assigned identity instead.
}
)"_s);
}

void ProviderBlockTest::theUserAssignedBlockNamesItsClientId()
{
    ProviderSettings settings = contoso();
    settings.clientId = *ClientId::parse(u"9D1C2B3A-4f5e-4a6b-8c7d-0e1f2a3b4c5d"_s);
    QCOMPARE(providerConfiguration(settings), uR"(provider "azuredevops" {
  org_service_url = "https://dev.azure.com/contoso"

  # The managed identity of the machine that runs Terraform: no token, no secret.
  use_msi = true

  # Without this line, a missing identity goes unnoticed: Terraform would run as the person
  # who is signed in to the Azure CLI.
  use_cli = false

  # Client id (not object id) of the user-assigned identity.
  client_id = "9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"
}
)"_s);
}

void ProviderBlockTest::anAliasComesFirst()
{
    ProviderSettings settings = contoso();
    settings.alias = u"second"_s;
    QVERIFY(providerConfiguration(settings).startsWith(
        "provider \"azuredevops\" {\n  alias = \"second\"\n\n  org_service_url = "_L1));
    QVERIFY(emptyProviderConfiguration(settings).endsWith(
        "\nprovider \"azuredevops\" {\n  alias = \"second\"\n}\n"_L1));
}

void ProviderBlockTest::theEmptyBlockKeepsTheVersion()
{
    ProviderSettings settings = contoso();
    settings.versionConstraint = u"~> 1.16"_s;
    QCOMPARE(emptyProviderBlock(settings), uR"(terraform {
  required_providers {
    azuredevops = {
      # 1.11.0 and 1.11.1 lose a system-assigned identity; before 1.0.0 there is no use_msi.
      source  = "microsoft/azuredevops"
      version = "~> 1.16"
    }
  }
}

# Everything comes from the environment: AZDO_ORG_SERVICE_URL, ARM_USE_MSI, ARM_USE_CLI.
provider "azuredevops" {}
)"_s);
    settings.clientId = *ClientId::parse(u"9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"_s);
    QVERIFY(emptyProviderBlock(settings).contains("ARM_USE_CLI, ARM_CLIENT_ID.\n"_L1));
}

void ProviderBlockTest::anotherLocalNameIsUsedThroughout()
{
    ProviderSettings settings = contoso();
    settings.localName = u"azdo"_s;
    const QString block = providerBlock(settings);
    QVERIFY(block.contains("    azdo = {\n"_L1));
    QVERIFY(block.contains("provider \"azdo\" {\n"_L1));
    QVERIFY(!block.contains("azuredevops = "_L1));
}

QTEST_GUILESS_MAIN(ProviderBlockTest)
#include "tst_providerblock.moc"
