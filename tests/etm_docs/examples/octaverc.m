% Octave trusts the authorities of the system alone, and no variable names another: here it asks at
% the mock's own address, so that the scripts themselves run as they are printed.
1;
function answer = __restful_service__ (url, varargin)
  own = strrep (url, "https://engine.energytransitionmodel.com", getenv ("ETM_MOCK_URL"));
  answer = builtin ("__restful_service__", own, varargin{:});
endfunction
