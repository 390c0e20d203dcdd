"""Ruby seen from outside: what the engine makes of programs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migrate_check.domain.call_site import CallSite, Certainty, Language, Rollback
from migrate_check.inventory.engine import find_sites
from migrate_check.inventory.source_file import SourceFile
from tests.inventory.engine.code import sites_of


def sites(text: str) -> list[CallSite]:
    """The call sites of one file."""
    return find_sites([SourceFile("bot.rb", Language.RUBY, text.encode())], {})


def only(text: str) -> CallSite:
    """The one call site of one file."""
    (site,) = sites(text)
    return site


def names(site: CallSite) -> list[str]:
    """Names of the fields."""
    return [field.name for field in site.fields]


CLIENT = """
class Bot
  attr_reader :llm
  def client
    @client ||= OpenAI::Client.new(access_token: ENV["K"], uri_base: "https://gw.example/v1")
  end
  def initialize(llm: OpenAI::Client.new)
    @llm = llm
  end
  def pick(x)
    x ? "gpt-4o" : "gpt-4o-mini"
  end
%s
end
"""


def test_memoised_clients_and_merged_parameters() -> None:
    site = only(
        CLIENT % '  def a = client.chat(parameters: { n: 2 }.merge(model: "gpt-4o", seed: 1))'
    )
    assert (site.sdk, site.route, site.model.value) == ("openai", "openai-chat", "gpt-4o")
    assert names(site) == ["n", "seed"]
    assert site.fields_known
    assert site.client.base_url.value == "https://gw.example/v1"
    assert site.client.rollback is Rollback.C
    assert site.client.key.env == ("K",)
    assert site.client.key_rollback is Rollback.A


def test_accessors_hashes_built_up_and_methods_that_choose() -> None:
    site = only(
        CLIENT
        % """  def b(q)
    params = { model: pick(true), messages: q }
    params[:temperature] = 0.1 if q
    params.merge!(top_p: 1)
    params.store(:seed, 3)
    llm.chat(parameters: params)
  end"""
    )
    assert site.model.value == "gpt-4o"
    assert site.model.certainty is Certainty.MAYBE
    assert site.model.alternatives == ("gpt-4o-mini",)
    assert names(site) == ["messages", "seed", "temperature", "top_p"]
    assert site.client.rollback is Rollback.A


def test_class_methods_constants_and_splats() -> None:
    site = only(
        """
class Settings
  MODEL = ENV.fetch("CLAUDE_MODEL", "claude-x")
end
class Bot
  LIMIT = 5
  def self.shared = @shared ||= Anthropic::Client.new
  def c(opts)
    self.class.shared.messages.create(model: Settings::MODEL, max_tokens: LIMIT, **opts)
  end
end
"""
    )
    assert (site.route, site.model.value) == ("anthropic-messages", "claude-x")
    assert site.model.env == ("CLAUDE_MODEL",)
    assert [(field.name, field.value) for field in site.fields] == [("max_tokens", "5")]
    assert not site.fields_known
    assert site.client.provider == "anthropic"


def test_streams_symbols_and_short_hashes() -> None:
    found = sites(
        """
def run(client, model:)
  client = OpenAI::Client.new
  client.chat(parameters: { model: "m", stream: proc { |chunk| print chunk } })
  client.chat.completions.create(model: :"gpt-4o", stop: %w[a b])
  client.responses.stream(model: :gpt, input: "x")
  client.chat(parameters: { model:, messages: [] })
end
"""
    )
    assert [site.streaming.value for site in found] == ["true", "false", "true", "false"]
    assert [site.model.value for site in found] == ["m", "gpt-4o", "gpt", None]
    assert found[3].model.origin == "parameter model of run()"


def test_module_settings_count() -> None:
    site = only(
        """
OpenAI.configure do |config|
  config.access_token = ENV.fetch("OPENAI_ACCESS_TOKEN")
  config.uri_base = "https://gw.example/"
end
OpenAI::Client.new.chat(parameters: { model: "gpt-4o" })
"""
    )
    assert (site.client.base_url.value, site.client.rollback) == ("https://gw.example/", Rollback.C)
    assert site.client.key.env == ("OPENAI_ACCESS_TOKEN",)


def test_http_libraries() -> None:
    found = sites(
        """
require "net/http"
conn = Faraday.new("https://api.openai.com")
conn.post("/v1/chat/completions") do |req|
  req.headers["Authorization"] = "Bearer #{ENV['OPENAI_API_KEY']}"
  req.body = { model: "gpt-4o", seed: 1 }.to_json
end
HTTParty.post("https://api.openai.com/v1/embeddings", body: { model: "e", input: q }.to_json)
uri = URI("https://api.openai.com/v1/responses")
request = Net::HTTP::Post.new(uri)
request["Authorization"] = "Bearer #{ENV['OPENAI_API_KEY']}"
request.body = JSON.generate(model: "gpt-5", input: "x")
http.request(request)
RestClient.post("https://api.anthropic.com/v1/messages", { model: "c" }.to_json, { "x" => k })
"""
    )
    assert [(site.route, site.model.value) for site in found] == [
        ("openai-chat", "gpt-4o"),
        ("embeddings", "e"),
        ("openai-responses", "gpt-5"),
        ("anthropic-messages", "c"),
    ]
    assert [site.client.key_rollback for site in found][:1] == [Rollback.A]
    assert found[2].client.key_rollback is Rollback.A


def test_look_alikes() -> None:
    text = """
# client.chat(parameters: {model: "gpt-4o"})
class Room < ApplicationRecord
  def post(text)
    messages.create(content: text, model: "gpt-4o")
    Twilio::REST::Client.new.messages.create(body: text)
    chat(parameters: { room: id })
    OpenAI::Error.new("chat")
    logger.info("https://api.openai.com/v1/chat/completions")
  end
end
"""
    assert sites(text) == []


TOKENS = """
def end class module if else do { } ( ) [ ] | : , . => = ||= << ** * & @client client chat
OpenAI::Client.new messages.create model: 'x' "#{y}" %w[ <<~E E self :sym x.y ? ;
"""
WORDS = st.lists(st.sampled_from([*TOKENS.split(), "\n"]), max_size=40)


@given(WORDS)
def test_no_program_breaks_the_reader(words: list[str]) -> None:
    text = "require 'openai'\n" + " ".join(words) + "\nclient.chat(parameters: params)\n"
    for site in sites(text):
        assert site.path == "bot.rb"


def test_constants_of_other_files() -> None:
    files = {
        "app/bot.rb": """
            class Bot
              def a = Llm.client.chat(parameters: { model: LlmSettings::MODEL })
            end
        """,
        "lib/llm.rb": """
            module Llm
              def self.client = OpenAI::Client.new(uri_base: ENV['GW'])
            end
        """,
        "config/llm_settings.rb": "class LlmSettings\n  MODEL = 'gpt-4o'\nend",
    }
    (site,) = sites_of(files, handed_in=["app/bot.rb"], language=Language.RUBY)
    assert site.model.value == "gpt-4o"
    assert site.client.base_url.env == ("GW",)
