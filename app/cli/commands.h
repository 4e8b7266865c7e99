#pragma once

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "core/result/result.h"
#include "core/result/secret.h"

#include <QCoroTask>

#include <stop_token>
#include <string>

namespace signet {

// Each command: its options as they were typed, and a coroutine that does it and yields the exit code.
// Options are plain values and are passed by value, so a command outlives nothing.

struct DiagnoseOptions {
    CommonOptions common;
    SubjectOptions subject;
    std::string terraform;
    std::string expectTerraform;
    std::string errorFile;
    bool strict = false;
};
QCoro::Task<int> runDiagnose(DiagnoseOptions options, std::stop_token stop);

struct TokenOptions {
    CommonOptions common;
    SubjectOptions subject;
    std::string resource;
    bool fromStandardInput = false;
    bool reveal = false;
};
QCoro::Task<int> runToken(TokenOptions options, std::stop_token stop);

struct IdentityOptions {
    CommonOptions common;
    SubjectOptions subject;
};
QCoro::Task<int> runIdentity(IdentityOptions options, std::stop_token stop);

struct TerraformOptions {
    CommonOptions common;
    SubjectOptions subject;
    std::string directory = ".";
    std::string file = "providers.tf";
    std::string alias;
    std::string providerVersion;
    std::string environmentFile;
    std::vector<std::string> variableFiles;
    std::string shell = "bash";
    bool fromEnvironment = false;
    bool dryRun = false;
    bool yes = false;
};
QCoro::Task<int> runTerraformBlock(TerraformOptions options, std::stop_token stop);
QCoro::Task<int> runTerraformEnv(TerraformOptions options, std::stop_token stop);
QCoro::Task<int> runTerraformWrite(TerraformOptions options, std::stop_token stop);
QCoro::Task<int> runTerraformExplain(TerraformOptions options, std::stop_token stop);

struct ExplainOptions {
    CommonOptions common;
    std::string finding;
    bool paste = false;
};
QCoro::Task<int> runExplain(ExplainOptions options);

struct ReportOptions {
    CommonOptions common;
    std::string file;
};
QCoro::Task<int> runReportShow(ReportOptions options);

struct LoginOptions {
    CommonOptions common;
    SubjectOptions subject;
    SignInOptions signIn;
    std::string profile;
    bool keep = false;
    bool session = false;
    bool show = false;
    Result<Secret> accessToken{Secret()}; // or why there is none
};
// Reads the personal access token, from standard input or the terminal, where one is asked for: before the
// command runs, because it waits for the person in place.
void takeAccessToken(LoginOptions *options);
QCoro::Task<int> runLogin(LoginOptions options, std::stop_token stop);
QCoro::Task<int> runLogout(LoginOptions options, std::stop_token stop);

struct ProfileOptions {
    enum class Verb { List, Show, Save, Use, Remove };
    CommonOptions common;
    SubjectOptions subject;
    Verb verb = Verb::Show;
    std::string name;
};
QCoro::Task<int> runProfile(ProfileOptions options, std::stop_token stop);

struct PrincipalOptions {
    CommonOptions common;
    SubjectOptions subject;
    SignInOptions signIn;
    std::string text; // that is looked for, or the identity to attach
    std::string kind = "anything"; // what the text is
    std::vector<std::string> subscriptions;
    std::string to; // resource id
    bool dryRun = false;
    bool yes = false;
};
QCoro::Task<int> runPrincipalFind(PrincipalOptions options, std::stop_token stop);
QCoro::Task<int> runPrincipalAttach(PrincipalOptions options, std::stop_token stop);

struct SetupOptions {
    CommonOptions common;
    SubjectOptions subject;
    SignInOptions signIn;
    std::string principal; // whatever is known of it
    std::string accessLevel = "express";
    std::vector<std::string> groups;
    std::vector<std::string> projects; // "NAME=ROLE"
    std::string as; // terraform, az, rest, portal; empty: the plan
    bool newIdentity = false; // Terraform makes the identity itself
    std::string file; // plan or receipt
    std::string out; // plan of `plan`, receipt of the others
    bool yes = false;
};
QCoro::Task<int> runSetupPlan(SetupOptions options, std::stop_token stop);
QCoro::Task<int> runSetupApply(SetupOptions options, std::stop_token stop);
QCoro::Task<int> runSetupVerify(SetupOptions options, std::stop_token stop);
QCoro::Task<int> runSetupUndo(SetupOptions options, std::stop_token stop);

struct SandboxOptions {
    CommonOptions common;
    std::string scenario;
    std::vector<std::string> listen;
    std::vector<std::string> tlsListen;
    std::string caOut;
    int latency = 0; // milliseconds
    std::string log;
};
QCoro::Task<int> runSandboxList(SandboxOptions options);
QCoro::Task<int> runSandboxServe(SandboxOptions options, std::stop_token stop);

} // namespace signet
