"""PHP seen from outside: what the engine makes of programs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.call_site import CallSite, Certainty, Language, Rollback
from migrate_check.inventory.engine import find_sites
from migrate_check.inventory.source_file import SourceFile
from tests.inventory.engine.code import sites_of


def sites(text: str) -> list[CallSite]:
    """The call sites of one file."""
    return find_sites([SourceFile("Bot.php", Language.PHP, f"<?php\n{text}".encode())], {})


def only(text: str) -> CallSite:
    """The one call site of one file."""
    (site,) = sites(text)
    return site


def names(site: CallSite) -> list[str]:
    """Names of the fields."""
    return [field.name for field in site.fields]


CLASS = r"""
namespace App;
use Anthropic\Client;
use OpenAI\Client as OC;
use OpenAI\Laravel\Facades\{OpenAI};
class A {
    private const LIMIT = 7;
    private string $model = 'gpt-4o';
    public function __construct(private OC $client, protected Client $claude) {}
    private function params(string $q): array {
        return ['model' => $this->model, 'messages' => $q, 'seed' => 1];
    }
    public function f($q, array $extra = []) {
        %s
    }
}
"""


def test_arrays_built_up_and_clients_handed_in() -> None:
    site = only(
        CLASS
        % """$p = $this->params($q);
        $p['user'] = 'x';
        $p += ['top_p' => 1];
        return $this->client->chat()->create(array_merge($p, ['n' => self::LIMIT], $extra));"""
    )
    assert (site.sdk, site.route, site.model.value) == ("openai", "openai-chat", "gpt-4o")
    assert names(site) == ["messages", "n", "seed", "top_p", "user"]
    assert not site.fields_known
    assert {field.name: field.value for field in site.fields}["n"] == "7"
    assert (site.client.provider, site.client.rollback) == ("openai", Rollback.D)


def test_named_arguments_of_the_official_sdk_for_claude() -> None:
    site = only(
        CLASS % "$this->claude->messages->create(maxTokens: 9, messages: $q, model: 'c', topK: 5);"
    )
    assert (site.route, site.model.value) == ("anthropic-messages", "c")
    assert names(site) == ["max_tokens", "messages", "top_k"]


def test_the_facade_streams_and_its_settings_come_from_the_application() -> None:
    site = only(
        CLASS
        % """foreach (OpenAI::chat()->createStreamed(['model' => $q ? 'a' : 'b', 'n' => 1]) as $x) {
            echo $x;
        }"""
    )
    assert site.streaming.value == "true"
    assert (site.model.value, site.model.alternatives) == ("a", ("b",))
    assert site.model.certainty is Certainty.MAYBE
    assert site.client.key.env == ("OPENAI_API_KEY",)
    assert site.client.rollback is Rollback.A


def test_factories_and_named_parameters() -> None:
    found = sites(
        r"""
$url = sprintf('https://%s/v1', 'gw.example');
$a = \OpenAI::factory()->withApiKey($_ENV['KEY'])->withBaseUri($url)->make();
$a->embeddings()->create(parameters: ['model' => 'e', 'input' => [...$texts]]);
$b = OpenAI::client(getenv('OPENAI_API_KEY') ?: 'x');
$b->models()->list();
$b->responses()->retrieve('id');
"""
    )
    assert [site.route for site in found] == ["embeddings", "models", "openai-responses-stored"]
    assert found[0].client.base_url.value == "https://gw.example/v1"
    assert (found[0].client.rollback, found[0].client.key.env) == (Rollback.C, ("KEY",))
    assert names(found[0]) == ["input"]
    assert found[1].client.key.env == ("OPENAI_API_KEY",)


def test_http_libraries() -> None:
    found = sites(
        r"""
Http::withHeaders(['x-api-key' => env('ANTHROPIC_API_KEY')])->baseUrl('https://api.anthropic.com')
    ->post('v1/messages', ['model' => 'claude-y', 'max_tokens' => 5]);
$g = new \GuzzleHttp\Client();
$g->request('POST', 'https://api.openai.com/v1/chat/completions', [
    'headers' => ['Authorization' => 'Bearer ' . getenv('OPENAI_API_KEY')],
    'json' => ['model' => 'gpt-4o', 'stream' => true],
]);
$h = curl_init();
curl_setopt($h, CURLOPT_URL, "https://api.openai.com/v1/responses");
curl_setopt($h, CURLOPT_HTTPHEADER, ["Authorization: Bearer {$key}", 'OpenAI-Beta: x']);
curl_setopt($h, CURLOPT_POSTFIELDS, json_encode(['model' => 'gpt-5', 'store' => false]));
curl_setopt($other, CURLOPT_POSTFIELDS, json_encode(['model' => 'wrong']));
curl_exec($h);
"""
    )
    assert [(site.route, site.model.value) for site in found] == [
        ("anthropic-messages", "claude-y"),
        ("openai-chat", "gpt-4o"),
        ("openai-responses", "gpt-5"),
    ]
    assert found[0].client.base_url.value == "https://api.anthropic.com/v1/messages"
    assert found[0].client.key.env == ("ANTHROPIC_API_KEY",)
    assert found[1].streaming.value == "true"
    assert found[1].client.key_rollback is Rollback.A
    assert names(found[2]) == ["header:openai-beta", "store"]


def test_look_alikes() -> None:
    text = r"""
// OpenAI::client('x')->chat()->create([])
$room->messages()->create(['content' => 'hello', 'model' => 'gpt-4o']);
$twilio->messages->create('+15005550006', ['body' => 'hello']);
Http::post('https://chat.example.com/api/messages', ['text' => 'hi']);
Log::info('https://api.anthropic.com/v1/messages');
curl_exec($h);
"""
    assert sites(text) == []


TOKENS = """
class A { } ( ) [ ] function $x $this-> -> :: => = ?? ? : , ; . ... use new fn match 'x'
"a{$b}" <<<E E return foreach as $p[] const M = 1; static public OpenAI::chat()
->create( curl_exec($h) curl_setopt($h, CURLOPT_URL,
"""
WORDS = st.lists(st.sampled_from([*TOKENS.split(), "\n"]), max_size=40)


@given(WORDS)
def test_no_program_breaks_the_reader(words: list[str]) -> None:
    for site in sites(f"use OpenAI;\n{' '.join(words)}\nOpenAI::chat()->create($p);\n"):
        assert site.path == "Bot.php"


def test_classes_of_other_files() -> None:
    files = {
        "app/Bot.php": "<?php\nuse App\\Llm\\Settings;\n"
        "\\OpenAI::client(Settings::KEY)->chat()->create(['model' => Settings::MODEL]);",
        "app/Llm/Settings.php": "<?php\nnamespace App\\Llm;\nclass Settings {\n"
        "  const KEY = 'sk-x'; const MODEL = 'gpt-4o';\n}",
    }
    (site,) = sites_of(files, handed_in=["app/Bot.php"], language=Language.PHP)
    assert site.model.value == "gpt-4o"
    assert site.client.key_rollback is Rollback.C
    assert site.client.key.value is None
